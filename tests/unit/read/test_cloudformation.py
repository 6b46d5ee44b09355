"""Reading CloudFormation templates: what is one, what is in it and where, and what is wrong with it."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from textwrap import dedent

import pytest

from srm_lint.model.source import Level, Source
from srm_lint.model.template import LANGUAGE_EXTENSIONS, SAM, MappingNode, Node, ScalarNode, SequenceNode, Template
from srm_lint.read.cloudformation import read


def template(text: str | bytes) -> Template:
    """The template of a text, which has to be one."""
    content = dedent(text).encode() if isinstance(text, str) else text
    found = read(Source("t.yaml", content))
    assert found is not None
    return found


def problems(text: str | bytes) -> list[str]:
    return [f"{problem.line} {problem.message}" for problem in template(text).problems]


def plain(node: Node | None) -> object:
    """A node as plain data."""
    if isinstance(node, MappingNode):
        return {entry.key: plain(entry.value) for entry in node.entries}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return node.value if isinstance(node, ScalarNode) else None


def properties(text: str) -> object:
    """Properties of the resource R."""
    resource = template(text).section("Resources").get("R")
    assert isinstance(resource, MappingNode)
    return plain(resource.get("Properties"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing",
        "just some words",
        "- hosts: all\n  tasks:\n    - cloudformation: {template_body: 'AWSTemplateFormatVersion: x'}\n",
        "apiVersion: v1\nkind: ConfigMap\ndata: {t: 'AWSTemplateFormatVersion Resources Type AWS::S3::Bucket'}\n",
        "openapi: 3.0.1\npaths: {}\nx: AWSTemplateFormatVersion\n",
        "on: push\njobs: {a: {steps: [{run: 'echo AWSTemplateFormatVersion'}]}}\n",
        "services: {web: {image: x}}\nx-Resources: {Type: 'AWS::X'}\n",
        "#cloud-config\nwrite_files: [{content: 'AWSTemplateFormatVersion'}]\n",
        "service: x\nresources: {Resources: {B: {Type: 'AWS::S3::Bucket'}}}\n",
        '{"version": "36.0.0", "artifacts": {"a": {"metadata": [{"type": "AWS::X"}], "Resources": 1, "Type": 2}}}',
        '{"Resources": {"a": {"Type": "x"}}, "other": "::"}',
        '{"AWSTemplateFormatVersionish": 1}',
        "{{ if .Values.x }}\nfoo: AWSTemplateFormatVersion\n{{ end }}\n",
        'key: "AWSTemplateFormatVersion\nunclosed',
    ],
)
def test_other_files_are_passed_over(text: str) -> None:
    assert read(Source("t.yaml", text.encode())) is None


@pytest.mark.parametrize(
    "text",
    [
        "Resources: {B: {Type: AWS::S3::Bucket}}",
        "Resources: {B: {Type: Custom::Thing}}",
        "Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::X: [A, [a], {B: {Type: AWS::S3::Bucket}}]\n",
        '{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"B": {"Type": "AWS::S3::Bucket"}}}',
        '\n\t{\n\t"Resources" : {\t"B": {"Type":"AWS::S3::Bucket"}\r\n}\n}\n',
        '{"Resources": {"B": {"Type": "AWS::S3::Bucket",},}} # YAML in flow style',
        "---\nResources: {B: {Type: AWS::S3::Bucket}}\n...\n",
    ],
)
def test_templates_are_read(text: str) -> None:
    assert len(template(text.encode()).section("Resources").entries) == 1
    assert problems(text.encode()) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("AWSTemplateFormatVersion: x\n", "1 the template has no `Resources`"),
        ("AWSTemplateFormatVersion: x\nResources:\n", "1 the template has no `Resources`"),
        ("Resources:\n- Type: AWS::S3::Bucket\n", "1 `Resources` must be a map, not a list"),
        ("AWSTemplateFormatVersion: x\nResources:\n  B:\n    Properties: {}\n", "3 resource `B` has no `Type`"),
        ("AWSTemplateFormatVersion: x\nResources: {B: x}\n", "2 resource `B` must be a map, not a single value"),
        ("AWSTemplateFormatVersion: x\nResources: {B: {Type: [x]}}\n", "2 the `Type` of resource `B` must be a text"),
        (
            "Resources: {B: {Type: AWS::S3::Bucket, Properties: [x]}}",
            "1 the `Properties` of resource `B` must be a map, not a list",
        ),
        (
            "Resources: {B: {Type: AWS::S3::Bucket}}\nConditions: x",
            "2 `Conditions` must be a map, not a single value",
        ),
        ("Resources: {B: {Type: AWS::S3::Bucket}}\nParameters: {P: {Default: x}}", "2 parameter `P` has no `Type`"),
        ("Resources: {Fn::ForEach::X: [A, [a], {B: {Type: A::B::C}}]}", "1 a loop needs `Transform: AWS::LanguageExtensions`"),
        ("Resources: {B: {Type: AWS::S3::Bucket}}\nOutput: {}", "2 `Output` is no section of a template"),
        (
            "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Propertys: {}\n",
            "4 `Propertys` is no attribute of resource `B`; what is below it is not judged",
        ),
        ("Resources:\n  B:\n\t  Type: AWS::S3::Bucket\n", "3 the line is indented with a tab"),
        ("Resources:\n  B: {Type: AWS::S3::Bucket\n  C: d: e\n", "3 did not find expected ',' or '}'"),
        ("Resources:\n  B: {Type: AWS::S3::Bucket, X: *none}\n", "2 `*none` names no anchor that is complete before it"),
        ("Resources: &a {B: {Type: AWS::S3::Bucket, X: *a}}", "1 `*a` names no anchor that is complete before it"),
        ("Resources: {B: {Type: AWS::S3::Bucket, [a]: b}}", "1 a key must be a text, not a list or a map"),
        ('{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}\n', "2 expected a comma or the closing brace of the object"),
        ('{"Resources": {"B":\n{"Type": "AWS::S3::Bucket",,}}}', "2 expected a string in double quotes"),
        ('{"Resources": {"B": {"Type": "AWS::S3::Bucket}}}', "1 this string is never closed"),
        ('{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}\n}', "2 something follows the end of the JSON document"),
        ("Resources: {B: {Type: AWS::S3::Bucket}, B: {Type: AWS::SNS::Topic}}", "1 key `B` is written twice, on lines 1 and 1"),
        ('{"Resources": {"B": {"Type": "AWS::S3::Bucket",\n"Type": "AWS::A::B"}}}', "2 key `Type` is written twice, on lines 1 and 2"),
        (
            "Resources: {B: {Type: AWS::S3::Bucket}}\n---\nx: y\n",
            "2 a second document starts here: a template is one document, the rest of the file is not read",
        ),
        (f"Resources: {{B: {{Type: AWS::S3::Bucket, X: {'[' * 200}{']' * 200}}}}}", "1 nested deeper than 100 levels"),
        (f'{{"Resources": {{"B": {{"Type": "AWS::A::B", "X": {"[" * 5000}', "1 nested deeper than 100 levels"),
    ],
)  # fmt: skip
def test_broken_templates_are_errors_with_their_line(text: str, problem: str) -> None:
    assert problems(text.encode()) == [problem]


@pytest.mark.parametrize(
    ("path", "told"), [("t.json", ["2 this is no JSON: expected a string in double quotes"]), ("t.yaml", [])]
)
def test_json_by_name_alone_is_read_and_is_an_error(path: str, told: list[str]) -> None:
    template = read(Source(path, b'{"Resources":\n{"B": {"Type": "AWS::S3::Bucket",}}}'))
    assert template is not None
    assert [f"{problem.line} {problem.message}" for problem in template.problems] == told
    assert template.section("Resources").entry("B") is not None


def test_aliases_that_unfold_without_end_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]
    text = "Resources: {B: {Type: AWS::S3::Bucket}}\nMetadata:\n  " + "\n  ".join(lines)
    assert problems(text.encode()) == ["8 more than 150,000 values once its aliases are unfolded"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("Resources: {B: {Type: AWS::S3::Bucket}}".encode("utf-16"), "1 the file is written in UTF-16"),
        (b"# ok\nResources: {B: {Type: AWS::S3::Bucket, X: caf\xe9}}", "2 the file is not written in UTF-8"),
    ],
)
def test_other_encodings_are_named(content: bytes, problem: str) -> None:
    assert problems(content) == [problem]
    assert template(content).problems[0].help == "save it as UTF-8"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2012-10-17", "2012-10-17"),
        ("2024-01-31T10:00:00Z", "2024-01-31T10:00:00Z"),
        ("22:22", "22:22"),
        ("0123", "0123"),
        ("012345678901", "012345678901"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("10.0.0.0", "10.0.0.0"),
        ("80", 80),
        ("-1", -1),
        ("1.10", Decimal("1.1")),
        ("true", True),
        ("no", False),
        ("'true'", "true"),
        ('"80"', "80"),
        ("!!str 80", "80"),
        ("", None),
        ("~", None),
        ("null", None),
        ("'it''s'", "it's"),
        ('"a\\tb"', "a\tb"),
        ("|\n        one\n          two\n        three\n", "one\n  two\nthree\n"),
        (">-\n        folded\n        on\n\n        second\n", "folded on\nsecond"),
        ("a # comment", "a"),
        ("a#b", "a#b"),
    ],
)
def test_scalars(written: str, value: object) -> None:
    assert properties(f"Resources:\n  R:\n    Type: A::B::C\n    Properties:\n      P: {written}\n") == {"P": value}


def test_scalars_of_json() -> None:
    text = '{"Resources": {"R": {"Type": "A::B::C", "Properties": {"a": 1, "b": 1.50, "c": -2e2, "d": true, "e": null, "f": "\\ud83d\\ude00\\/\t"}}}}'
    assert properties(text) == {
        "a": 1,
        "b": Decimal("1.5"),
        "c": Decimal("-200.0"),
        "d": True,
        "e": None,
        "f": "\U0001f600/\t",
    }


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("!Ref X", {"Ref": "X"}),
        ("!GetAtt X.Arn", {"Fn::GetAtt": "X.Arn"}),
        ("!GetAZs", {"Fn::GetAZs": ""}),
        ("!Condition C", {"Condition": "C"}),
        ("!Sub 5", {"Fn::Sub": "5"}),
        ("!Base64\n        Fn::Sub: x", {"Fn::Base64": {"Fn::Sub": "x"}}),
        (
            "!If [C, !Join ['', [!Ref A]], !Select [0, !Ref B]]",
            {"Fn::If": ["C", {"Fn::Join": ["", [{"Ref": "A"}]]}, {"Fn::Select": [0, {"Ref": "B"}]}]},
        ),
    ],
)
def test_short_forms(written: str, value: object) -> None:
    assert properties(f"Resources:\n  R:\n    Type: A::B::C\n    Properties:\n      P: {written}\n") == {"P": value}


def test_anchors_and_merges() -> None:
    text = """
    Metadata: {base: &base {a: 1, b: 2}, other: &other {b: 3, c: &list [x]}}
    Resources:
      R:
        Type: A::B::C
        Properties: {<<: [*base, *other], a: own, d: *list, "<<": text}
    """
    assert properties(text) == {"b": 2, "c": ["x"], "a": "own", "d": ["x"], "<<": "text"}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_are_exact(newline: str, mark: str) -> None:
    text = newline.join(
        [
            "# ä",
            "Resources:",
            "  R:",
            "    Type: A::B::C",
            "    Properties:",
            "      Nämé: [ö, !Ref x]",
            "",
            "Outputs: {}",
        ]
    )
    found = template((mark + text).encode())
    resource = found.section("Resources").entry("R")
    assert resource is not None
    assert isinstance(resource.value, MappingNode)
    inner = resource.value.get("Properties")
    assert isinstance(inner, MappingNode)
    [entry] = inner.entries
    place = found.source.location(entry.start, entry.value.end)
    assert (place.line, place.column, place.end_line, place.end_column) == (6, 7, 6, 24)
    assert found.source.content[entry.start : entry.end].decode() == "Nämé"
    assert found.source.location(resource.start, resource.value.end).end_line == 6


def test_places_in_json_are_exact() -> None:
    text = '{"Resources": {\n  "R": {"Type": "A::B::C",\n    "Properties": {"Nämé": ["ö", {"Ref": "x"}]}\n}}}'
    found = template(text)
    resource = found.section("Resources").entry("R")
    assert resource is not None
    assert found.source.content[resource.start : resource.end] == b'"R"'
    place = found.source.location(resource.start, resource.value.end)
    assert (place.line, place.column, place.end_line, place.end_column) == (2, 3, 4, 2)


def test_comments() -> None:
    text = """\
    # first
    Resources: # second
      R: {Type: A::B::C} ## third
      S:
        Type: A::B::C
        Properties:
          A: "x # text"
          B: |
            # text
          # fourth
          C: a#b
    """
    assert [(comment.text, comment.own_line) for comment in template(text).comments] == [
        ("first", True),
        ("second", False),
        ("third", False),
        ("fourth", True),
    ]


@pytest.mark.parametrize(
    ("transform", "names"),
    [
        ("Transform: AWS::LanguageExtensions", (LANGUAGE_EXTENSIONS,)),
        ("Transform: [Macro, AWS::Serverless-2016-10-31]", ("Macro", SAM)),
        ("Transform: {Name: AWS::Include, Parameters: {Location: x}}", ("AWS::Include",)),
        ("Description: none", ()),
    ],
)
def test_transforms(transform: str, names: tuple[str, ...]) -> None:
    assert template(f"{transform}\nResources: {{R: {{Type: A::B::C}}}}").transforms == names


def test_sam_resources_need_sam_whether_it_is_named_or_not() -> None:
    assert template("Resources: {R: {Type: AWS::Serverless::Function}}").transforms == (SAM,)


def test_a_template_of_a_megabyte_takes_no_more_than_seconds() -> None:
    resource = {"Type": "AWS::SNS::Topic", "Properties": {"Tags": [{"Key": "k", "Value": "v" * 20}] * 20}}
    text = json.dumps({"Resources": {f"R{number}": resource for number in range(1000)}}, indent=1)
    assert len(text) > 1_000_000
    for content in (text, "# YAML\n" + text):
        started = time.process_time()
        assert len(template(content.encode()).section("Resources").entries) == 1000
        assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Resources:\n  A: {Type: AWS::SNS::Topic}\n" + "# a: b\n" * 50_001,
            "50003 more than 50,000 comments: from here on they are not looked at",
        ),
        (
            "Resources:\n" + "".join(f"  A{i}: {{Type: AWS::SNS::Topic, Tipe: x}}\n" for i in range(300)),
            "201 `Tipe` is no attribute of resource `A199`; what is below it is not judged; "
            "there may be more, which are not listed",
        ),
        (
            "Resources: {A: {Type: AWS::SNS::Topic}}\n---\n" + "}" * 1_000_000,
            "2 a second document starts here: a template is one document, the rest of the file is not read",
        ),
    ],
    ids=["comments", "problems", "documents"],
)
def test_what_is_too_much_is_said_once(text: str, told: str) -> None:
    found = template(text).problems
    assert f"{found[-1].line} {found[-1].message}" == told
    assert found[-1].level is Level.ERROR
    assert len(found) <= 200
