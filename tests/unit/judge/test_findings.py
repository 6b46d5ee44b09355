"""What a finding says: sentence, place, correction, lines of source, remedies."""

from __future__ import annotations

import json

import pytest
from judge_fakes import UNKNOWN, FakeSyntax, Links, finding, judged, rule, text_of, thing

from srm_lint.model.resource import Framework, Model, ModuleCall, Service
from srm_lint.model.rule import Duty, Party
from srm_lint.model.source import Location, Source
from srm_lint.model.value import Unknown
from srm_lint.read import yaml_nodes


@pytest.mark.parametrize(
    ("expect", "values", "message"),
    [
        ({"a": {"minimum": 7}}, {"a": 1}, "`a` is 1, at least 7 needed"),
        ({"a": {"minimum": "$days"}}, {"a": 1}, "`a` is 1, at least 9 (parameter `days`) needed"),
        ({"a": {"minimum": 7, "absent": 0}}, {}, "`a` is not set; the provider's default is 0, at least 7 needed"),
        ({"a": {"present": True}}, {}, "`a` is not set"),
        ({"a": {"present": False}}, {"a": "x"}, '`a` is "x", must not be set'),
        ({"a.b": True}, {"a": ({"b": False},)}, "`a.b` is false, true needed"),
        ({"a.b": True}, {"a": ({"b": True}, {"b": False})}, "`a[1].b` is false, true needed"),
        ({"a": {"enum": ["x", "y"]}}, {"a": "z"}, '`a` is "z", one of "x", "y" needed'),
        ({"a": {"not": "*"}}, {"a": "*"}, '`a` is "*", must not be "*"'),
        ({"a": {"pattern": "^TLS"}}, {"a": "SSLv3"}, '`a` is "SSLv3", a text that starts with "TLS" needed'),
        (
            {"a": {"contains": 1}},
            {"a": (2, UNKNOWN)},
            "`a` is [2, …] (variable `x` has no default), 1 among them needed",
        ),
        ({"a": {"present": False}}, {"a": Unknown("id", never_null=True)}, "`a` is set, must not be set"),
        ({"a": {"some": {"b": 1}}}, {"a": ({"b": 2}, {"b": 3})}, "`a` has 2 elements, none of them as needed"),
        ({"a": {"some": {"b": 1}}}, {"a": ({"b": 2},)}, "`a.b` is 2, 1 needed"),
        ({"a": {"some": {"b": 1}}}, {"a": ()}, "`a` has no elements"),
        ({"a": {"some": {"b": 1}}}, {}, "`a` is not set"),
        ({"a": 1, "b": 1, "c": 1}, {}, "`a` is not set, 1 needed; `b` is not set, 1 needed (and 1 more)"),
        ({"a": {"contains": "audit"}}, {"a": ("slow",)}, '`a` is ["slow"], "audit" among them needed'),
        (
            {"a": {"allOf": [{"contains": "audit"}, {"contains": "api"}]}},
            {"a": ("slow",)},
            '`a` is ["slow"], "audit" and "api" among them needed',
        ),
        ({"a": True}, {"a": UNKNOWN}, "`a` is not known (variable `x` has no default), true needed"),
        ({"a": 1, "b": 2}, {"a": 2, "b": 1}, "`a` is 2, 1 needed; `b` is 1, 2 needed"),
        ({"any": [{"a": 1}, {"b": 2}]}, {"b": 1}, "`b` is 1, 2 needed; `a` is not set, 1 needed"),
        (
            {"in": {"none": {"from": "0.0.0.0/0", "port": 22}}},
            {"in": ({"from": "0.0.0.0/0", "port": 22},)},
            '`in.from` is "0.0.0.0/0" and `in.port` is 22: not allowed together',
        ),
        ({"in": {"none": {"a": 1}}}, {"in": ({"a": UNKNOWN},)}, "`in.a` is not known (variable `x` has no default)"),
        ({"a": {"not": {"pattern": "x+" * 70}}}, {"a": "x" * 130}, f'`a` is "{"x" * 78}…, which the rule forbids'),
        ({"a": {"pattern": "^[hH][tT]+p"}}, {"a": "ftp"}, '`a` is "ftp", a match of `^[hH][tT]+p` needed'),
        ({"a": {"pattern": "(?i)^(on|t[.]1)$"}}, {"a": "0"}, '`a` is "0", one of "on", "t.1" needed'),
        (
            {"a": {"pattern": "^[hH]t|/x$|y$"}},
            {"a": "0"},
            ('`a` is "0", a text that starts with "ht" or a text that ends with one of "/x", "y" needed'),
        ),
        (
            {"password": {"not": {"pattern": "."}}},
            {"password": "0"},
            '`password` is "****", must not be a text in the code',
        ),
        ({"a": {"enum": [*"123456"]}}, {"a": 0}, '`a` is 0, one of "1", "2", "3", "4", "5", "6" needed'),
        ({"a": {"enum": [*"1234567"]}}, {"a": 0}, '`a` is 0, one of "1", "2", "3", "4", "5" or 2 others needed'),
        (
            {"user_data": {"not": {"pattern": "x"}}},
            {"user_data": "x"},
            '`user_data` is "****", must not be a text that contains "x"',
        ),
        ({"not": {"public": True}}, {"public": True}, "`public` is true: not allowed"),
        ({"linked.part[?].on": True}, {}, "no `part` points at it, true needed in `on`"),
        ({"estate.part": {"minItems": 1}}, {}, "there is no `part`"),
        ({"a[?].b": 1}, {"a": ()}, "`a` has no elements, 1 needed in `b`"),
        (
            {"db_password": {"maxLength": 3}},
            {"db_password": "hunter2"},
            '`db_password` is "****", at most 3 characters needed',
        ),
    ],
)
def test_the_sentence_is_in_terms_of_the_value(expect, values, message):
    assert finding(rule(expect, parameters={"days": 9}), thing(values)).message == message


def test_values_of_sensitive_paths_are_masked():
    assert finding(rule({"a": "x"}), thing({"a": "hidden"}, sensitive=(("a",),))).message == '`a` is "****", "x" needed'


def test_the_place_is_the_deepest_written_part_of_the_attribute():
    resource = thing({"a": ({"b": 1},)}, syntax=FakeSyntax({("a",): 4, ("a", 0, "b"): 6}))
    assert finding(rule({"a.b": 2}), resource).location.line == 6
    assert finding(rule({"a.c": 2}), resource).location.line == 4
    assert finding(rule({"d": 2}), resource).location.line == 1
    assert finding(rule({"a.b": 2}), resource).attribute == "a.b"


def test_a_gap_in_a_linked_resource_is_shown_there():
    part = thing({"on": False}, "part.p", syntax=FakeSyntax({("on",): 3}, file="parts.tf"))
    links = Links(linked={("thing.this", "part"): (part,)})
    found = finding(rule({"linked.part[?].on": True}), thing(), related=links)
    assert found.location == Location("parts.tf", 3, 3, 3, 30)
    assert found.related == (Location("main.tf", 1, 1, 1, 10),)
    assert found.message == "`on` of `part.p` is false, true needed"
    assert found.subject.address == "thing.this"
    assert found.fix == "# part.p\non = true"


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("part.a",), "1 `part` points at it, none allowed"),
        (("part.a", "part.b"), "2 `part` point at it, none allowed"),
    ],
)
def test_linked_resources_that_must_not_be_there_are_counted(names, message):
    links = Links(linked={("thing.this", "part"): tuple(thing({}, name) for name in names)})
    assert finding(rule({"linked.part": {"maxItems": 0}}), thing(), related=links).message == message


def test_a_gap_that_a_fact_tells_is_shown_where_the_fact_comes_from():
    opened = thing({}, "rule.ssh", syntax=FakeSyntax(file="rules.tf"))
    fact = {"ingress": ({"port": 443, "source": "thing.this"}, {"port": 22, "source": "rule.ssh"})}
    links = Links(facts={("thing.this", "exposure"): fact})
    expect = {"facts.exposure.ingress": {"none": {"port": 22}}}
    found = next(item for item in judged(rule(expect), thing(), opened, related=links).findings if item.related)
    assert found.message == "`exposure.ingress[1].port` is 22: not allowed"
    assert (found.attribute, found.location.file) == ("facts.exposure.ingress[1].port", "rules.tf")
    assert found.related == (Location("main.tf", 1, 1, 1, 10),)


SSH = {"public": True, "protocol": "tcp", "from_port": 22, "to_port": 22}
ANY = {"public": True, "protocol": "all", "from_port": 0, "to_port": 65535}
TO_SSH = {"public": True, "from_port": {"maximum": 22}, "to_port": {"minimum": 22}}


@pytest.mark.parametrize(
    ("name", "fact", "expect", "message"),
    [
        (
            "exposure",
            {"ingress": (SSH,)},
            {"facts.exposure.ingress": {"none": TO_SSH}},
            "connections from everyone to port 22 are let in",
        ),
        (
            "exposure",
            {"egress": ({}, ANY, SSH)},
            {"facts.exposure.egress": {"none": {"public": True, "protocol": {"enum": ["tcp", "all"]}}}},
            "connections to everyone on every protocol are let out; connections to everyone on tcp are let out",
        ),
        (
            "exposure",
            {"ingress": (ANY,)},
            {"facts.exposure.ingress": {"none": {**TO_SSH, "protocol": "all"}}},
            "connections from everyone to all ports are let in",
        ),
        (
            "exposure",
            {"ingress": ({**SSH, "public": UNKNOWN},)},
            {"facts.exposure.ingress": {"none": TO_SSH}},
            "whether connections from everyone are let in is not known (variable `x` has no default)",
        ),
        ("backup", {"planned": False}, {"facts.backup.planned": True}, "no backup plan takes it in"),
        (
            "backup",
            {"planned": UNKNOWN},
            {"facts.backup.planned": True},
            "whether a backup plan takes it in is not known (variable `x` has no default)",
        ),
        (
            "backup",
            {"retention_days": 7},
            {"facts.backup.retention_days": {"minimum": 30}},
            "the longest retention of its backups in days is 7, at least 30 needed",
        ),
        (
            "iam",
            {"allows_full_admin": True},
            {"not": {"facts.iam.allows_full_admin": True}},
            "a statement allows every action on every resource: not allowed",
        ),
        ("new", {"thing": False}, {"facts.new.thing": True}, "`new.thing` is false, true needed"),
    ],
)
def test_facts_are_told_in_words(name, fact, expect, message):
    links = Links(facts={("thing.this", name): fact})
    assert finding(rule(expect), thing(), related=links).message == message


@pytest.mark.parametrize(
    ("expect", "values", "fix"),
    [
        ({"days": {"minimum": 7}}, {"days": 1}, "days = 7"),
        ({"days": {"exclusiveMinimum": 7}}, {}, "days = 8"),
        ({"days": {"minimum": 7, "maximum": 35}}, {}, "days = 7"),
        ({"a": "x${y}", "long_name": True}, {}, 'a         = "x$${y}"\nlong_name = true'),
        ({"a": {"enum": ["x", "y"]}}, {"a": "z"}, 'a = "x"'),
        ({"a": {"not": True}}, {"a": True}, "a = false"),
        ({"not": {"a": True}}, {"a": True}, "a = false"),
        ({"a": {"contains": "audit"}}, {"a": ("slow",)}, 'a = ["slow", "audit"]'),
        ({"a.b": 1, "a.c": 2}, {}, "a {\n  b = 1\n  c = 2\n}"),
        ({"a.b": 1}, {"a": {}}, "a = {\n  b = 1\n}"),
        ({"a[?].b": 1}, {}, "a {\n  b = 1\n}"),
        ({"self.tags.team": "x"}, {}, 'tags = {\n  team = "x"\n}'),
        ({"self.meta.lifecycle.prevent_destroy": True}, {}, "lifecycle {\n  prevent_destroy = true\n}"),
        ({"any": [{"a": 1}, {"b": 1}]}, {"b": 2}, "b = 1"),
        ({"any": [{"a": {"present": True}}, {"b": 1}]}, {}, "b = 1"),
        ({"a": {"present": True}}, {}, ""),
        ({"a": {"pattern": "x"}}, {}, ""),
        ({"linked.part[?].on": True}, {}, ""),
        ({"facts.backup.covered": True}, {}, ""),
        ({"a": 1}, {"a": UNKNOWN}, ""),
    ],
)
def test_the_fix_is_derived_from_what_is_expected(expect, values, fix):
    assert finding(rule(expect), thing(values)).fix == fix


@pytest.mark.parametrize(
    ("expect", "file", "fix"),
    [
        ({"Days": {"minimum": 7}}, "t.yaml", "Days: 7"),
        ({"A.B": "Enabled"}, "t.yaml", "A:\n  B: Enabled"),
        ({"A[?].B": True, "A[?].C": "on"}, "t.yaml", 'A:\n  - B: true\n    C: "on"'),
        ({"A.B": "Enabled"}, "t.json", '{\n  "A": {\n    "B": "Enabled"\n  }\n}'),
    ],
)
def test_the_fix_is_written_in_the_language_of_the_resource(expect, file, fix):
    resource = thing(framework=Framework.CLOUDFORMATION, syntax=FakeSyntax(file=file))
    assert finding(rule(expect), resource).fix == fix


def test_an_explicit_fix_wins_and_is_written_for_this_very_resource():
    code = 'resource "part" "this" {\n  thing = thing.this.id\n}\n'
    found = finding(rule({"linked.part[?].on": True}, fix=code), thing({}, "thing.main"))
    assert found.fix == 'resource "part" "main" {\n  thing = thing.main.id\n}'


@pytest.mark.parametrize(
    ("code", "file", "fix"),
    [
        ("Days: 7 # a week\nMode: on\n", "t.yaml", "Days: 7 # a week\nMode: on"),
        ('Days: 7 # a week\nPort: "443"\n', "t.json", {"Days": 7, "Port": "443"}),
        (
            "Rules:\n  - {Role: !GetAtt Role.Arn, Key: !Ref Key}\n",
            "t.json",
            {"Rules": [{"Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Key": {"Ref": "Key"}}]},
        ),
        ("Log: !Sub ${AWS::StackName}-log", "t.json", {"Log": {"Fn::Sub": "${AWS::StackName}-log"}}),
        ("Log: !GetAtt [Log, Arn]", "t.json", {"Log": {"Fn::GetAtt": ["Log", "Arn"]}}),
    ],
)
def test_an_explicit_fix_is_json_where_the_template_is(code, file, fix):
    resource = thing(framework=Framework.CLOUDFORMATION, syntax=FakeSyntax(file=file))
    found = finding(
        rule({"A": 1}, fix=code), resource, parse=lambda text: yaml_nodes.parse(Source("", text.encode()), text).root
    )
    assert found.fix == (fix if isinstance(fix, str) else json.dumps(fix, indent=2))


def test_an_unknown_says_what_settles_it():
    other = Unknown("attribute `id` is known after apply")
    found = finding(rule({"a": 1, "b": 1}), thing({"a": UNKNOWN, "b": other}))
    assert found.verdict.value == "unknown"
    assert found.settle == UNKNOWN.settle
    assert finding(rule({"b": 1}), thing({"b": other})).settle == (other.reason,)


LINES = [f"line {number}" for number in range(1, 21)]


def test_the_excerpt_stays_around_the_attribute_and_inside_the_resource():
    resource = thing({"a": 1}, syntax=FakeSyntax({("a",): 10}))
    excerpt = finding(rule({"a": 2}), resource, sources=text_of(*LINES)).excerpt
    assert (excerpt.first_line, excerpt.lines) == (8, ("line 8", "line 9", "line 10", "line 11", "line 12"))
    header = finding(rule({"b": 2}), resource, sources=text_of(*LINES)).excerpt
    assert (header.first_line, header.lines) == (1, ("line 1", "line 2", "line 3"))


def test_the_excerpt_shows_no_secrets():
    lines = [
        '  password = "hunter2"',
        "  user_data = <<EOT",
        "  top: s3cr3t",
        "  key = AKIAABCDEFGHIJKLMNOP",
        "  x = var.token",
    ]
    resource = thing({"b": 1}, sensitive=(("user_data",),), syntax=FakeSyntax({("user_data",): 2, ("b",): 3}))
    assert finding(rule({"b": 2}), resource, sources=text_of(*lines)).excerpt.lines == (
        '  password = "****"',
        "  user_data = ****",
        "  top: s3cr3t",
        "  key = ****",
        "  x = var.token",
    )


def test_fingerprints_survive_moved_lines_and_tell_resources_apart():
    first = finding(rule({"a": 1}), thing(syntax=FakeSyntax({("a",): 3})))
    moved = finding(rule({"a": 1}), thing(syntax=FakeSyntax({("a",): 9})))
    other = finding(rule({"a": 1}), thing({}, "thing.other"))
    assert first.fingerprint == moved.fingerprint != other.fingerprint


def test_the_subject_carries_tag_and_calls():
    call = ModuleCall("module.a", Location("root.tf", 5), Location("root.tf", 5))
    resource = thing({"a": 2}, calls=(call,))
    subject = finding(rule({"a": 1}), resource, services={"thing.this": Service("Things", Model.PAAS)}).subject
    assert (subject.service, subject.model) == ("Things", Model.PAAS)
    assert (subject.calls, subject.call_addresses) == ((Location("root.tf", 5),), ("module.a",))


@pytest.mark.parametrize(
    ("party", "verdicts"),
    [(Party.PROVIDER, []), (Party.SHARED, ["fail"]), (Party.CUSTOMER, ["fail"])],
)
def test_a_rule_applies_only_where_its_duty_is_the_customers(party, verdicts):
    service = Service("Things", Model.SAAS)
    holders = {(Duty.BACKUP, service): party}

    def holder(duty, tagged):
        return holders[duty, tagged]

    result = judged(rule({"a": 1}), thing({"a": 2}), holder=holder, services={"thing.this": service})
    assert [finding.verdict.value for finding in result.findings] == verdicts


def test_passes_are_counted_and_kept_only_when_asked():
    resources = (thing({"a": 1}), thing({"a": 1}, "thing.other"), thing({"a": 2}, "thing.third"))
    result = judged(rule({"a": 1}), *resources, keep_passes=False)
    assert result.passed == {"test-thing-gap": 2}
    assert [finding.subject.address for finding in result.findings] == ["thing.third"]
    kept = judged(rule({"a": 1}), *resources)
    assert [finding.verdict.value for finding in kept.findings] == ["pass", "pass", "fail"]
    assert kept.findings[0].message == "`a` is 1"


def test_a_rule_that_breaks_is_a_diagnostic_and_the_run_goes_on():
    broken = rule({"a": {"minimum": "$days"}}, parameters={"days": "many"})
    result = judged(broken, thing({"a": 2}), thing({"b": 2}, "thing.other"))
    assert result.findings == ()
    assert [(item.code, item.file, item.line) for item in result.diagnostics] == [("rule-crashed", "main.tf", 1)] * 2
    assert "test-thing-gap broke on thing.this" in result.diagnostics[0].message
    assert "--ignore test-thing-gap" in result.diagnostics[0].help


def test_several_checks_of_a_rule_on_a_type_give_one_verdict():
    checks = [{"on": "thing", "when": {"a": 1}, "expect": {"b": 1}}, {"on": ["thing", "other"], "expect": {"c": 1}}]
    result = judged(rule({}, checks=checks), thing({"a": 1, "b": 2, "c": 1}))
    assert [finding.attribute for finding in result.findings] == ["b"]
