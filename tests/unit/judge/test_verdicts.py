"""The tables of docs/writing-rules.md, row by row."""

from __future__ import annotations

from decimal import Decimal

import pytest
from judge_fakes import UNKNOWN, Links, finding, judged, rule, thing, verdict

from srm_lint.model.value import Unknown

ARN = Unknown("attribute `id` is known after apply", parts=("arn:aws:kms:", Unknown("id"), "/*"), never_null=True)


@pytest.mark.parametrize(
    ("matcher", "value", "expected"),
    [
        # equality is lenient about the types that both languages convert
        (True, True, "pass"),
        (True, "true", "pass"),
        (True, "True", "pass"),
        (True, "1", "pass"),
        (True, 1, "fail"),
        (True, "false", "fail"),
        (False, "false", "pass"),
        ("true", True, "pass"),
        (80, "80", "pass"),
        (80, Decimal("80.0"), "pass"),
        (0.5, Decimal("0.5"), "pass"),
        ("80", 80, "pass"),
        (80, "eighty", "fail"),
        ("a", "A", "fail"),
        ("a", ("a",), "fail"),
        (["a", "b"], ("a", "b"), "pass"),
        (["a"], ("a", "b"), "fail"),
        (["a", "b"], ("a", UNKNOWN), "unknown"),
        (["a", "b"], ("b", UNKNOWN), "fail"),
        (None, None, "pass"),
        (None, "x", "fail"),
        (None, ARN, "fail"),
        ("a", UNKNOWN, "unknown"),
        ("*", ARN, "fail"),
        ("arn:aws:kms:eu/*", ARN, "unknown"),
        # words
        ({"enum": ["a", "b"]}, "b", "pass"),
        ({"enum": ["a", "b"]}, "c", "fail"),
        ({"enum": [1, 3, 5]}, "5", "pass"),
        ({"minimum": 7}, 7, "pass"),
        ({"minimum": 7}, "6", "fail"),
        ({"minimum": 7}, "many", "fail"),
        ({"minimum": 7}, True, "fail"),
        ({"maximum": 7}, 8, "fail"),
        ({"exclusiveMinimum": 7}, 7, "fail"),
        ({"exclusiveMaximum": 7}, 6, "pass"),
        ({"minimum": 7, "maximum": 9}, 10, "fail"),
        ({"pattern": "^TLS"}, "TLSv1.2", "pass"),
        ({"pattern": "v1"}, "TLSv1.2", "pass"),
        ({"pattern": "^443$"}, 443, "pass"),
        ({"pattern": "^TLS"}, ("TLS",), "fail"),
        ({"pattern": "^arn:aws:kms"}, ARN, "pass"),
        ({"pattern": "(?i)AWS:KMS"}, ARN, "pass"),
        ({"pattern": "^arn:aws:s3"}, ARN, "fail"),
        ({"pattern": "^alias/"}, ARN, "fail"),
        ({"pattern": "^(alias|arn)"}, ARN, "unknown"),
        ({"pattern": "kms"}, ARN, "pass"),
        ({"pattern": "s3"}, ARN, "unknown"),
        ({"pattern": r"^arn:aws:kmsx?"}, ARN, "pass"),
        ({"pattern": "/x$"}, ARN, "fail"),
        ({"pattern": r"/\*$"}, ARN, "pass"),
        ({"pattern": r"\d\*$"}, ARN, "unknown"),
        ({"pattern": "x$|y$"}, ARN, "unknown"),
        ({"pattern": "(?i)X$"}, ARN, "unknown"),
        ({"pattern": r"^arn:.*/x$"}, ARN, "fail"),
        ({"pattern": r"^arn:.*/\*$"}, ARN, "unknown"),
        ({"pattern": r"\$"}, ARN, "unknown"),
        ({"contains": "a"}, ("b", "a"), "pass"),
        ({"contains": "a"}, ("b",), "fail"),
        ({"contains": "a"}, ("b", UNKNOWN), "unknown"),
        ({"contains": "a"}, "a", "pass"),
        ({"contains": {"pattern": "^a"}}, ("b", "abc"), "pass"),
        ({"contains": "a"}, UNKNOWN, "unknown"),
        ({"minItems": 2}, ("a",), "fail"),
        ({"minItems": 1}, (), "fail"),
        ({"maxItems": 0}, (), "pass"),
        ({"maxItems": 1}, ("a", "b"), "fail"),
        ({"minItems": 2}, ("a", UNKNOWN), "pass"),
        ({"minItems": 1}, (Unknown("id", never_null=True),), "pass"),
        ({"minItems": 1}, (UNKNOWN,), "unknown"),
        ({"minItems": 2}, ({"b": 1}, UNKNOWN), "unknown"),
        ({"minItems": 1}, ({"b": 1}, UNKNOWN), "pass"),
        ({"maxItems": 9}, ({"b": 1}, UNKNOWN), "unknown"),
        ({"maxItems": 0}, ({"b": 1}, UNKNOWN), "fail"),
        ({"minLength": 3}, "abc", "pass"),
        ({"maxLength": 3}, "abcd", "fail"),
        ({"minLength": 3}, ARN, "pass"),
        ({"maxLength": 3}, ARN, "fail"),
        ({"not": "*"}, "a", "pass"),
        ({"not": "*"}, "*", "fail"),
        ({"not": "*"}, ARN, "pass"),
        ({"not": "*"}, UNKNOWN, "unknown"),
        ({"not": {"enum": ["a", "b"]}}, "b", "fail"),
        ({"anyOf": ["a", {"pattern": "^b"}]}, "bc", "pass"),
        ({"anyOf": ["a", {"pattern": "^b"}]}, "c", "fail"),
        ({"allOf": [{"pattern": "^b"}, {"pattern": "c$"}]}, "bc", "pass"),
        ({"allOf": [{"pattern": "^b"}, {"pattern": "c$"}]}, "bd", "fail"),
        ({"some": {"b": 1}}, ({"b": 2}, {"b": 1}), "pass"),
        ({"some": {"b": 1}}, ({"b": 2},), "fail"),
        ({"some": {"b": 1, "c": 1}}, ({"b": 1}, {"c": 1}), "fail"),
        ({"count": {"of": {"b": 1}, "maximum": 1}}, ({"b": 1}, {"b": 2}), "pass"),
        ({"count": {"of": {"b": 1}, "maximum": 1}}, ({"b": 1}, {"b": 1}), "fail"),
        ({"count": {"of": {"b": 1}, "maximum": 9}}, ({"b": 1}, UNKNOWN), "unknown"),
        ({"count": {"of": {"b": 1}, "maximum": 9}}, UNKNOWN, "unknown"),
        ({"count": {"of": {"b": 1}, "minimum": 1}}, ({"b": 1}, UNKNOWN), "pass"),
        ({"every": {"b": 1}}, ({"b": 1}, {"b": 1}), "pass"),
        ({"every": {"b": 1}}, ({"b": 1}, {"b": 2}), "fail"),
        ({"none": {"b": 1}}, ({"b": 2},), "pass"),
        ({"none": {"b": 1}}, ({"b": 2}, {"b": 1}), "fail"),
        ({"none": {"b": 1}}, (UNKNOWN,), "unknown"),
        ({"some": {"b": 1}}, UNKNOWN, "unknown"),
        ({"some": {"b": 1}}, {"b": 1}, "pass"),
        ({"json": {"a.b": True}}, '{"a": {"b": true}}', "pass"),
        ({"json": {"a.b": True}}, '{"a": [{"b": false}]}', "fail"),
        ({"json": {"a": 1}}, "no json", "fail"),
        ({"json": {"a": 1}}, {"a": 1}, "pass"),
        ({"json": {"a": 1}}, UNKNOWN, "unknown"),
        ({"json": {"a": 1}}, Unknown("v", parts=('{"a": 1, "b": "', Unknown("x"), '"}')), "pass"),
        ({"pattern": r"\.a\.com$"}, Unknown("v", parts=(Unknown("x"), ".a.com")), "pass"),
        ({"pattern": r"b\.a\.com$"}, Unknown("v", parts=(Unknown("x"), ".a.com")), "unknown"),
        ({"pattern": r"b\.com$"}, Unknown("v", parts=(Unknown("x"), ".a.com")), "fail"),
        ({"pattern": r"\\.com$"}, Unknown("v", parts=(Unknown("x"), "a.com")), "unknown"),
        ({"present": True}, "a", "pass"),
        ({"present": True}, "", "fail"),
        ({"present": True}, (), "fail"),
        ({"present": True}, {}, "fail"),
        ({"present": True}, 0, "pass"),
        ({"present": True}, False, "pass"),
        ({"present": True}, UNKNOWN, "unknown"),
        ({"present": True}, Unknown("id", never_null=True), "pass"),
        ({"present": True}, (UNKNOWN,), "unknown"),
        ({"present": False}, "", "pass"),
        ({"present": False}, UNKNOWN, "unknown"),
    ],
)
def test_matcher(matcher, value, expected):
    assert verdict({"a": matcher}, {"a": value}) == expected


@pytest.mark.parametrize(
    ("matcher", "expected"),
    [
        (True, "fail"),
        (None, "pass"),
        ({"minimum": 0}, "fail"),
        ({"enum": ["a"]}, "fail"),
        ({"contains": "a"}, "fail"),
        ({"maxItems": 3}, "fail"),
        ({"every": {"b": 1}}, "fail"),
        ({"some": {"b": 1}}, "fail"),
        ({"none": {"b": 1}}, "pass"),
        ({"present": False}, "pass"),
        ({"present": True}, "fail"),
        ({"not": "a"}, "pass"),
        ({"not": {"present": True}}, "pass"),
        ({"minimum": 7, "absent": 7}, "pass"),
        ({"minimum": 7, "absent": 0}, "fail"),
        ({"const": "", "absent": ""}, "pass"),
        ({"not": "*", "absent": "*"}, "fail"),
        ({"anyOf": ["x", {"const": "y", "absent": "y"}]}, "pass"),
        ({"anyOf": ["x", "y"], "absent": "y"}, "pass"),
        ({"contains": "a", "absent": ["a"]}, "pass"),
        ({"none": {"b": 1}, "absent": []}, "pass"),
        ({"const": 1, "absent": {"unknown": "depends on the account"}}, "unknown"),
        ({"present": True, "absent": "x"}, "fail"),
    ],
)
@pytest.mark.parametrize("values", [{}, {"a": None}], ids=["not written", "null"])
def test_matcher_of_what_is_not_written(matcher, values, expected):
    assert verdict({"a": matcher}, values) == expected


@pytest.mark.parametrize(
    ("path", "values", "expected"),
    [
        ("a.b", {"a": {"b": 1}}, "pass"),
        ("a.b", {"a": ({"b": 1},)}, "pass"),
        ("a.b", {"a": ({"b": 1}, {"b": 1})}, "pass"),
        ("a.b", {"a": ({"b": 1}, {"b": 2})}, "fail"),
        ("a.b", {"a": ({"b": 1}, {})}, "fail"),
        ("a.b", {"a": ()}, "fail"),
        ("a.b", {}, "fail"),
        ("a.b", {"a": "text"}, "fail"),
        ("a.b", {"a": UNKNOWN}, "unknown"),
        ("a.b", {"a": (UNKNOWN,)}, "unknown"),
        ("a.b", {"a": ({"b": 2}, UNKNOWN)}, "fail"),
        ("a.b.c", {"a": ({"b": ({"c": 1},)},)}, "pass"),
        ("a[*].b", {"a": ({"b": 1}, {"b": 1})}, "pass"),
        ("a[*].b", {"a": ({"b": 1}, {"b": 2})}, "fail"),
        ("a[*].b", {"a": ()}, "pass"),
        ("a[*].b", {}, "pass"),
        ("a[*].b", {"a": {"b": 1}}, "pass"),
        ("a[*].b", {"a": UNKNOWN}, "unknown"),
        ("a[*].b", {"a": ({"b": 1}, {"b": UNKNOWN})}, "unknown"),
        ("a[?].b", {"a": ({"b": 2}, {"b": 1})}, "pass"),
        ("a[?].b", {"a": ({"b": 2},)}, "fail"),
        ("a[?].b", {"a": ()}, "fail"),
        ("a[?].b", {}, "fail"),
        ("a[?].b", {"a": ({"b": 2}, UNKNOWN)}, "unknown"),
        ("a[?]", {"a": (2, 1)}, "pass"),
        ("a{?}", {"a": {"x": 2, "y": 1}}, "pass"),
        ("a{?}", {"a": {"x": 2}}, "fail"),
        ("a{?}", {"a": {"x": 2, "y": UNKNOWN}}, "unknown"),
        ("a{?}", {"a": UNKNOWN}, "unknown"),
        ("a{?}", {}, "fail"),
        ("a{*}", {"a": {"x": 2, "y": 1}}, "fail"),
        ("a{*}", {"a": {"x": 1, "y": 1}}, "pass"),
        ("a{*}.b", {"a": {"x": {"b": 1}, "y": {}}}, "fail"),
        ("a.b{?}", {"a": ({"b": {"x": 1}},)}, "pass"),
        ('a["x.y"]', {"a": {"x.y": 1}}, "pass"),
        ('a["x y"].z', {"a": {"x y": {"z": 1}}}, "pass"),
        ("self", {"self": 1}, "pass"),
        ("facts", {"facts": 1}, "pass"),
    ],
)
def test_path(path, values, expected):
    assert verdict({path: 1}, values) == expected


def test_a_block_without_elements_takes_the_default_of_its_attribute():
    assert verdict({"a.b": {"const": 1, "absent": 1}}, {"a": ()}) == "pass"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"a": 1, "b": 2}, "pass"),
        ({"a": 1, "b": 3}, "fail"),
        ({"any": [{"a": 2}, {"b": 2}]}, "pass"),
        ({"any": [{"a": 2}, {"b": 3}]}, "fail"),
        ({"any": [{"a": 2}, {"u": 3}]}, "unknown"),
        ({"any": [{"a": 1}, {"u": 3}]}, "pass"),
        ({"all": [{"a": 1}, {"b": 2}]}, "pass"),
        ({"all": [{"a": 2}, {"u": 2}]}, "fail"),
        ({"all": [{"a": 1}, {"u": 2}]}, "unknown"),
        ({"not": {"a": 2}}, "pass"),
        ({"not": {"a": 1, "b": 2}}, "fail"),
        ({"not": {"u": 1}}, "unknown"),
    ],
)
def test_condition(condition, expected):
    assert verdict(condition, {"a": 1, "b": 2, "u": UNKNOWN}) == expected


LINKED = "linked.part"


@pytest.mark.parametrize(
    ("condition", "parts", "expected"),
    [
        ({f"{LINKED}[?].on": True}, [{"on": False}, {"on": True}], "pass"),
        ({f"{LINKED}[?].on": True}, [{"on": False}], "fail"),
        ({f"{LINKED}[?].on": True}, [], "fail"),
        ({f"{LINKED}[?].on": True}, [{"on": False}, UNKNOWN], "unknown"),
        ({f"{LINKED}[?].on": True}, [{"on": True}, UNKNOWN], "pass"),
        ({f"{LINKED}[*].on": True}, [], "pass"),
        ({f"{LINKED}[*].on": True}, [{"on": True}, UNKNOWN], "unknown"),
        ({f"{LINKED}[*].on": True}, [{"on": False}, UNKNOWN], "fail"),
        ({f"{LINKED}.on": True}, [{"on": True}], "pass"),
        ({f"{LINKED}.on": True}, [], "fail"),
        ({LINKED: {"minItems": 1}}, [{}], "pass"),
        ({LINKED: {"minItems": 1}}, [], "fail"),
        ({LINKED: {"minItems": 1}}, [UNKNOWN], "unknown"),
        ({LINKED: {"minItems": 1}}, [{}, UNKNOWN], "pass"),
        ({LINKED: {"maxItems": 1}}, [{}, UNKNOWN], "unknown"),
        ({LINKED: {"maxItems": 1}}, [{}, {}], "fail"),
        ({LINKED: {"present": True}}, [{}], "pass"),
        ({LINKED: {"present": True}}, [], "fail"),
        ({LINKED: {"present": False}}, [], "pass"),
        ({LINKED: {"some": {"on": True, "days": {"minimum": 7}}}}, [{"on": True, "days": 7}], "pass"),
        ({LINKED: {"some": {"on": True, "days": {"minimum": 7}}}}, [{"on": True}, {"days": 7}], "fail"),
        ({LINKED: {"some": {"on": True}}}, [], "fail"),
        ({LINKED: {"none": {"on": True}}}, [], "pass"),
        ({LINKED: {"none": {"on": True}}}, [UNKNOWN], "unknown"),
        ({LINKED: {"none": {"on": True}}}, [{"on": True}, UNKNOWN], "fail"),
        ({LINKED: {"every": {"on": True}}}, [], "pass"),
        ({LINKED: {"every": {"on": True}}}, [{"on": False}], "fail"),
        ({LINKED: {"count": {"of": {"on": True}, "maximum": 1}}}, [{"on": True}, {"on": False}], "pass"),
        ({LINKED: {"count": {"of": {"on": True}, "maximum": 1}}}, [{"on": True}, {"on": True}], "fail"),
        ({LINKED: {"count": {"of": {"on": True}, "maximum": 1}}}, [{"on": True}, UNKNOWN], "unknown"),
        ({LINKED: {"count": {"of": {"on": True}, "maximum": 0}}}, [], "pass"),
        ({LINKED: {"count": {"of": {"on": True}, "minimum": 2}}}, [{"on": True}, {"on": True}, UNKNOWN], "pass"),
        ({LINKED: {"count": {"of": {"on": True}, "minimum": 2}}}, [{"on": True}], "fail"),
        ({LINKED: {"count": {"of": {"on": True}, "minimum": 1, "maximum": 1}}}, [{"on": True}, {"on": False}], "pass"),
    ],
)
def test_linked_resources(condition, parts, expected):
    resources = tuple(part if part is UNKNOWN else thing(part, f"part.p{index}") for index, part in enumerate(parts))
    links = Links(linked={("thing.this", "part"): resources})
    assert verdict(condition, {}, related=links) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({f"{LINKED}[?].on": True}, "unknown"),
        ({f"{LINKED}[*].on": False}, "unknown"),
        ({LINKED: {"minItems": 1}}, "unknown"),
    ],
)
def test_a_linked_resource_that_may_not_exist_decides_nothing(condition, expected):
    links = Links(linked={("thing.this", "part"): (thing({"on": True}, "part.p", exists=UNKNOWN),)})
    assert verdict(condition, {}, related=links) == expected


def test_paths_inside_elements_start_at_the_element():
    inner = thing({"on": True}, "inner.i")
    part = thing({"rule": ({"days": 1}, {"days": 9})}, "part.p")
    links = Links(linked={("thing.this", "part"): (part,), ("part.p", "inner"): (inner,)})
    condition = {LINKED: {"some": {"rule": {"some": {"days": 9}}, "linked.inner[?].on": True}}}
    assert verdict(condition, {}, related=links) == "pass"


def test_estate_facts_tags_meta_and_provider_settings():
    resource = thing(
        {},
        meta={"lifecycle": ({"prevent_destroy": True},), "DeletionPolicy": "Retain"},
        tags={"team": "a"},
        settings={"region": "eu-west-1"},
    )
    links = Links(
        every={"trail": (thing({"multi": True}, "trail.t"),)}, facts={("thing.this", "backup"): {"covered": True}}
    )
    condition = {
        "estate.trail[?].multi": True,
        "facts.backup.covered": True,
        "self.meta.lifecycle.prevent_destroy": True,
        "self.meta.DeletionPolicy": "Retain",
        "self.tags.team": "a",
        "self.provider.region": {"pattern": "^eu-"},
    }
    assert finding(rule(condition), resource, related=links).verdict.value == "pass"


def test_unknown_tags_leave_a_tag_unknown():
    assert finding(rule({"self.tags.team": "a"}), thing(tags=UNKNOWN)).verdict.value == "unknown"


@pytest.mark.parametrize(
    ("when", "unless", "value", "expected"),
    [
        ({"w": True}, None, 1, "pass"),
        ({"w": True}, None, 2, "fail"),
        ({"w": False}, None, 2, None),
        (None, {"w": True}, 2, None),
        (None, {"w": False}, 2, "fail"),
        ({"u": True}, None, 1, "pass"),
        ({"u": True}, None, 2, "unknown"),
        (None, {"u": True}, 2, "unknown"),
        ({"u": True}, {"w": True}, 2, None),
    ],
)
def test_applicability(when, unless, value, expected):
    conditions = {key: condition for key, condition in (("when", when), ("unless", unless)) if condition}
    result = judged(rule({"a": 1}, **conditions), thing({"a": value, "w": True, "u": UNKNOWN}))
    assert [finding.verdict.value for finding in result.findings] == ([expected] if expected else [])


def test_a_gap_in_a_resource_that_may_not_exist_is_unknown():
    found = finding(rule({"a": 1}), thing({"a": 2}, exists=UNKNOWN))
    assert found.verdict.value == "unknown"
    assert found.settle == UNKNOWN.settle
    assert finding(rule({"a": 1}), thing({"a": 1}, exists=UNKNOWN)).verdict.value == "pass"


def test_parameters_stand_for_values():
    base = {"parameters": {"days": 7, "allowed": ["a", "b"], "name": "x"}}
    assert finding(rule({"d": {"minimum": "$days"}}, **base), thing({"d": 6})).verdict.value == "fail"
    assert finding(rule({"n": {"enum": "$allowed"}}, **base), thing({"n": "b"})).verdict.value == "pass"
    assert finding(rule({"n": {"enum": ["$name", "y"]}}, **base), thing({"n": "x"})).verdict.value == "pass"
    assert finding(rule({"n": "$$days"}, **base), thing({"n": "$days"})).verdict.value == "pass"
    assert finding(rule({"n": "$LATEST"}, **base), thing({"n": "$LATEST"})).verdict.value == "pass"
