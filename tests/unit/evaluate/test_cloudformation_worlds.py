"""Conditions, and the worlds that they leave reachable."""

from __future__ import annotations

import pytest
from cloudformation_case import estate, estates, messages, unknown

from srm_lint.evaluate.worlds import in_every_world
from srm_lint.model.value import Value


def worlds(template: str) -> dict[tuple[str, ...], list[str]]:
    """Addresses by what was assumed."""
    return {found.world: [resource.address for resource in found.resources] for found in estates(template)}


@pytest.mark.parametrize(
    ("condition", "exists"),
    [
        ("!Equals [a, a]", True),
        ("!Equals [1, '1']", True),
        ("!Equals [true, 'true']", True),
        ("!Equals [[a, b], [a, b]]", True),
        ("!Not [!Equals [a, a]]", False),
        ("!And [!Equals [a, a], !Equals [a, b]]", False),
        ("!Or [!Equals [a, b], {Condition: Base}]", True),
        ("!Equals [!Ref Env, prod]", True),
        ("!Equals [!Sub '${Env}-${Open}', dev-x]", False),
        ("!Equals [!Ref Given, set]", True),
        ("!Equals [!Ref Open, !Ref Open]", True),
        ("!Equals [!Ref AWS::AccountId, mine]", False),
        ("!Equals [!FindInMap [M, !Ref Env, k], v]", True),
    ],
)
def test_conditions_that_are_known(condition: str, exists: bool) -> None:
    found = estate(
        f"""
        Parameters:
          Env: {{Type: String, Default: prod}}
          Given: {{Type: String, Default: unset}}
          Open: {{Type: String}}
        Mappings: {{M: {{prod: {{k: v}}}}}}
        Conditions:
          Base: !Equals [a, a]
          C: {condition}
        Resources:
          R: {{Type: AWS::SNS::Topic, Condition: C}}
        """,
        {"Given": "set"},
    )
    assert [resource.address for resource in found.resources] == (["R"] if exists else [])


def test_a_parameter_without_value_makes_two_worlds() -> None:
    template = """
    Parameters: {Env: {Type: String}}
    Conditions:
      IsProd: !Equals [!Ref Env, prod]
      IsDev: !Not [!Condition IsProd]
    Resources:
      Prod: {Type: AWS::SNS::Topic, Condition: IsProd}
      Dev: {Type: AWS::SNS::Topic, Condition: IsDev}
    """
    assert worlds(template) == {
        ("IsProd is true", "IsDev is false"): ["Prod"],
        ("IsProd is false", "IsDev is true"): ["Dev"],
    }
    assert estates(template)[0].settle == ("set parameter `Env`, declared at t.yaml:2",)


def test_each_assumption_tells_what_settles_it() -> None:
    first, second = estates(
        """
        Parameters:
          Env: {Type: String}
        Conditions: {IsProd: !Equals [!Ref Env, prod]}
        Resources: {R: {Type: AWS::SNS::Topic, Condition: IsProd}}
        """
    )
    assert first.remedies == {"IsProd is true": ("set parameter `Env`, declared at t.yaml:3",)}
    assert second.remedies == {"IsProd is false": ("set parameter `Env`, declared at t.yaml:3",)}


def test_a_parameter_has_one_value_in_all_conditions() -> None:
    template = """
    Parameters: {Env: {Type: String}}
    Conditions:
      A: !Equals [!Ref Env, a]
      B: !Equals [b, !Ref Env]
    Resources:
      OnlyA: {Type: AWS::SNS::Topic, Condition: A}
      OnlyB: {Type: AWS::SNS::Topic, Condition: B}
    """
    assert sorted(worlds(template).values()) == [[], ["OnlyA"], ["OnlyB"]]


@pytest.mark.parametrize(
    ("declaration", "reachable"),
    [
        ("{Type: String, AllowedValues: [a, b]}", [["OnlyA"], ["OnlyB"]]),
        ("{Type: String, AllowedValues: [a]}", [["OnlyA"]]),
        ("{Type: String, AllowedValues: [c, d]}", [[]]),
        ("{Type: String, AllowedValues: [a, c]}", [[], ["OnlyA"]]),
    ],
)
def test_allowed_values_bound_the_worlds(declaration: str, reachable: list[list[str]]) -> None:
    template = f"""
    Parameters: {{Env: {declaration}}}
    Conditions:
      A: !Equals [!Ref Env, a]
      B: !Equals [!Ref Env, b]
    Resources:
      OnlyA: {{Type: AWS::SNS::Topic, Condition: A}}
      OnlyB: {{Type: AWS::SNS::Topic, Condition: B}}
    """
    assert sorted(worlds(template).values()) == reachable


@pytest.mark.parametrize(
    ("declaration", "count"),
    [("{Type: String}", 2), ("{Type: String, MinLength: 1}", 1), ("{Type: String, AllowedPattern: '.+'}", 1)],
)
def test_a_parameter_that_cannot_be_empty_is_not(declaration: str, count: int) -> None:
    template = f"""
    Parameters: {{Key: {declaration}}}
    Conditions: {{HasKey: !Not [!Equals [!Ref Key, ""]]}}
    Resources: {{R: {{Type: AWS::SNS::Topic, Condition: HasKey}}}}
    """
    assert len(estates(template)) == count


def test_allowed_values_are_tried_where_a_function_stands_between() -> None:
    template = """
    Parameters: {Env: {Type: String, AllowedValues: [dev, test, prod]}}
    Mappings: {M: {dev: {big: "no"}, test: {big: "no"}, prod: {big: "yes"}}}
    Conditions:
      Big: !Equals [!FindInMap [M, !Ref Env, big], "yes"]
      Dev: !Equals [!Ref Env, dev]
    Resources:
      B: {Type: AWS::SNS::Topic, Condition: Big}
      D: {Type: AWS::SNS::Topic, Condition: Dev}
    """
    assert sorted(worlds(template).values()) == [[], ["B"], ["D"]]


def test_conditions_that_nothing_uses_make_no_worlds() -> None:
    template = """
    Parameters: {Env: {Type: String}}
    Conditions: {Unused: !Equals [!Ref Env, prod]}
    Resources: {R: {Type: AWS::SNS::Topic}}
    """
    assert worlds(template) == {(): ["R"]}


def test_too_many_worlds_leave_conditions_unknown() -> None:
    names = [f"P{index}" for index in range(12)]
    parameters = ", ".join(f"{name}: {{Type: String}}" for name in names)
    conditions = ", ".join(f"C{name}: !Equals [!Ref {name}, 'yes']" for name in names)
    resources = ", ".join(f"R{name}: {{Type: AWS::SNS::Topic, Condition: C{name}}}" for name in names)
    found = estates(f"{{Parameters: {{{parameters}}}, Conditions: {{{conditions}}}, Resources: {{{resources}}}}}")
    last = next(resource for resource in found[0].resources if resource.name == "RP11")
    assert len(found) == 64
    assert unknown(last.exists).reason == "condition `CP11` is not known: parameter `P11` has no value"


RULES = """
Parameters:
  Env: {{Type: String, AllowedValues: [dev, prod]}}
  Size: {{Type: String, AllowedValues: [s, m, l]}}
  Region: {{Type: String, Default: north}}
Rules:
  R: {{{rule}}}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  IsLarge: !Equals [!Ref Size, l]
Resources:
  Prod: {{Type: AWS::SNS::Topic, Condition: IsProd}}
  Large: {{Type: AWS::SNS::Topic, Condition: IsLarge}}
"""
ALL = [["Prod", "Large"], ["Prod"], ["Large"], []]


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        ("Assertions: [{Assert: !Equals [!Ref Env, prod]}]", [["Prod", "Large"], ["Prod"]]),
        ("Assertions: [{Assert: !Equals [!Ref Env, prod]}, {Assert: !Equals [!Ref Size, l]}]", [["Prod", "Large"]]),
        (
            "RuleCondition: !Equals [!Ref Env, prod], Assertions: [{Assert: {'Fn::Contains': [[m, l], !Ref Size]}}]",
            [["Prod", "Large"], ["Prod"], ["Large"], []],
        ),
        (
            "RuleCondition: !Equals [!Ref Env, prod], Assertions: [{Assert: {'Fn::Contains': [[l], !Ref Size]}}]",
            [["Prod", "Large"], ["Large"], []],
        ),
        ("Assertions: [{Assert: {'Fn::EachMemberEquals': [[!Ref Size], l]}}]", [["Prod", "Large"], ["Large"]]),
        ("Assertions: [{Assert: {'Fn::EachMemberIn': [[!Ref Size, l], [l, xl]]}}]", [["Prod", "Large"], ["Large"]]),
        ("Assertions: [{Assert: {'Fn::EachMemberIn': [[!Ref Size], {'Fn::RefAll': 'AWS::EC2::VPC::Id'}]}}]", ALL),
        ("Assertions: [{Assert: !Equals [!Ref Region, north]}]", ALL),
        ("RuleCondition: !Equals [!Ref Region, south], Assertions: [{Assert: !Equals [a, b]}]", ALL),
    ],
)
def test_rules_bound_the_worlds(rule: str, left: list[list[str]]) -> None:
    found = estates(RULES.format(rule=rule))
    assert [[resource.name for resource in each.resources] for each in found] == left
    assert messages(found[0]) == []


def test_rules_that_refuse_the_defaults_are_said_and_do_not_count() -> None:
    rule = "Assertions: [{Assert: !Equals [!Ref Region, south], AssertDescription: only the south}]"
    found = estates(RULES.format(rule=rule))
    assert [[resource.name for resource in each.resources] for each in found] == ALL
    assert messages(found[0]) == ["7 rule `R` refuses these values of the parameters: only the south"]


def test_what_all_worlds_have_in_common() -> None:
    template = """
    Parameters: {Env: {Type: String}}
    Conditions: {IsProd: !Equals [!Ref Env, prod]}
    Resources:
      R:
        Type: AWS::SNS::Topic
        Properties:
          Same: x
          Differs: !If [IsProd, a, b]
          Sometimes: !If [IsProd, a, !Ref AWS::NoValue]
          Equal: !If [IsProd, a, a]
          Deep: {Same: 1, List: [!If [IsProd, 1, 2], 3]}
      Prod: {Type: AWS::SNS::Topic, Condition: IsProd}
    """
    common = {resource.address: resource for resource in in_every_world(estates(template)).resources}
    values: dict[str, Value] = dict(common["R"].values)
    deep = values.pop("Deep")
    assert unknown(values.pop("Differs")).reason == "it depends on whether IsProd is true"
    assert unknown(values.pop("Sometimes")).settle == ("set parameter `Env`, declared at t.yaml:2",)
    assert values == {"Same": "x", "Equal": "a"}
    assert isinstance(deep, dict)
    assert deep["Same"] == 1
    assert isinstance(deep["List"], tuple)
    assert deep["List"][1] == 3
    assert common["R"].exists is True
    assert unknown(common["Prod"].exists)


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ("{A: !Condition B, B: !Condition A}", "conditions depend on each other: A -> B -> A"),
        ("{A: !Condition Nobody}", "there is no condition `Nobody`"),
        ("{A: !Equals [a]}", "wrong arguments: `Fn::Equals` takes two values"),
        ("{A: !Not [!Equals [a, a], !Equals [a, a]]}", "wrong arguments: `Fn::Not` takes a list of one condition"),
        ("{A: !Join ['', [a]]}", "`Fn::Join` cannot stand in a condition"),
        ("{A: [x]}", "a condition must be a function such as `Fn::Equals`"),
    ],
)
def test_wrong_conditions(conditions: str, message: str) -> None:
    found = estate(f"Conditions: {conditions}\nResources: {{R: {{Type: AWS::SNS::Topic, Condition: A}}}}")
    assert messages(found) == [f"1 {message}"]
    assert unknown(found.resources[0].exists)


def test_a_long_chain_of_conditions_is_an_error_with_its_line() -> None:
    chain = "\n".join(f"  C{number}: !Not [!Condition C{number - 1}]" for number in range(1, 400))
    found = estate(
        f"Parameters: {{P: {{Type: String}}}}\nConditions:\n  C0: !Equals [!Ref P, a]\n{chain}\n"
        "Resources:\n  R: {Type: AWS::SNS::Topic, Condition: C399}\n  S: {Type: AWS::SNS::Topic}\n"
    )
    assert messages(found) == ["322 more than 80 conditions rest on each other here"]
    assert [resource.name for resource in found.resources if resource.exists is True] == ["S"]


def test_resources_that_need_each_other() -> None:
    found = estate(
        """
        Resources:
          A: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref B}}
          B: {Type: AWS::SNS::Topic, DependsOn: C}
          C: {Type: AWS::SNS::Topic, Properties: {DisplayName: !GetAtt A.TopicName}}
        """
    )
    assert messages(found) == ["3 resources depend on each other: A -> B -> C -> A"]


def test_nested_stacks_are_in_the_same_region() -> None:
    condition = 'Conditions: {Us: !Equals [!Ref "AWS::Region", us-east-1]}\nResources:\n'
    child = condition + "  B: {Type: AWS::S3::Bucket, Condition: Us}\n"
    parent = child + "  C: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}"
    assert [world.world for world in estates(parent, child=child)] == [
        ("Us is true", "C.Us is true"),
        ("Us is false", "C.Us is false"),
    ]
    [only] = estates(parent, {"AWS::Region": "eu-west-1"}, child=child)
    assert [resource.address for resource in only.resources] == ["C"]


def independent(conditions: int, resources: int) -> str:
    """A template with so many questions, and so many resources besides those that depend on them."""
    names = range(conditions)
    return (
        "Parameters:\n" + "".join(f"  P{i}: {{Type: String}}\n" for i in names)
        + "Conditions:\n" + "".join(f"  C{i}: !Equals [!Ref P{i}, a]\n" for i in names)
        + "Resources:\n" + "".join(f"  A{i}: {{Type: AWS::SNS::Topic, Condition: C{i}}}\n" for i in names)
        + "".join(f"  B{i}: {{Type: AWS::SNS::Topic}}\n" for i in range(resources))
    )  # fmt: skip


@pytest.mark.parametrize(
    ("resources", "worlds"), [(0, 64), (30, 64), (100, 16), (900, 2)], ids=["none", "few", "many", "most"]
)
def test_large_templates_are_looked_at_in_fewer_worlds(resources: int, worlds: int) -> None:
    found = estates(independent(6, resources))
    assert len(found) == worlds
    assert not found[0].diagnostics


def test_stacks_are_counted_in_each_world_anew() -> None:
    stacks = "".join(
        f"  S{i}: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: ./c.yaml}}}}\n" for i in range(20)
    )
    found = estates(independent(6, 0) + stacks, c="Resources: {T: {Type: AWS::SNS::Topic}}")
    assert len(found) > 25
    assert not found[0].diagnostics


def test_circles_are_named_in_short() -> None:
    names = range(500)
    ring = "".join(f"  A{i}: {{Type: AWS::SNS::Topic, DependsOn: [A{(i + 1) % 500}, A0]}}\n" for i in names)
    [*_, last] = found = messages(estate(f"Resources:\n{ring}"))
    assert len(found) == 2  # what is left of the names of most is the same
    assert last.endswith("A18 -> A19 -> ... -> A0; there may be more circles, which are not listed")


def test_many_allowed_values_and_many_questions_about_them() -> None:
    values = ", ".join(f"v{i}" for i in range(20_000))
    questions = "".join(f"  C{i}: !Equals [!Ref P, v{i}]\n" for i in range(2_000))
    topics = "".join(f"  A{i}: {{Type: AWS::SNS::Topic, Condition: C{i}}}\n" for i in range(500))
    found = estates(
        f"Parameters: {{P: {{Type: String, AllowedValues: [{values}]}}}}\nConditions:\n{questions}Resources:\n{topics}"
    )
    assert found[0].world == ()
    assert "`P`" in unknown(found[0].resources[-1].exists).reason
