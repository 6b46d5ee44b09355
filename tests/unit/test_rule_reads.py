"""Which attributes a rule reads."""

from __future__ import annotations

import pytest

from srm_lint.rules.parse import parse_rule
from srm_lint.rules.reads import reads_of
from srm_lint.rules.written import Written


@pytest.mark.parametrize(
    ("expect", "reads"),
    [
        ({"a.b": 1}, {"thing: a.b"}),
        ({"a[*].b": 1, 'c["x.y"]': 1}, {"thing: a.b", "thing: c.x.y"}),
        ({"any": [{"a": 1}, {"not": {"b": 1}}]}, {"thing: a", "thing: b"}),
        (
            {"a": {"some": {"b.c": 1, "d": {"none": {"e": 1}}}}},
            {"thing: a", "thing: a.b.c", "thing: a.d", "thing: a.d.e"},
        ),
        ({"a": {"not": {"some": {"b": 1}}}}, {"thing: a", "thing: a.b"}),
        ({"linked.part[?].on": True}, {"part: on"}),
        ({"estate.part": {"some": {"on": True, "refers.AWS::X::Y.Z": 1}}}, {"part: ", "part: on", "AWS::X::Y: Z"}),
        ({"facts.iam.statements": {"some": {"effect": "Allow", "linked.part.on": 1}}}, {"part: on"}),
        ({"self.tags.team": 1, "self.meta.x": 1, "self.provider.y": 1}, set()),
        ({"a": {"json": {"b": 1}}}, {"thing: a"}),
    ],
)
def test_reads(expect, reads):
    check = {"on": "thing", "expect": expect}
    data = {"id": "a-b-c", "title": "t", "duty": "backup", "severity": "low", "why": "w", "checks": [check]}
    found = {f"{read.type}: {read.path}" for read in reads_of(parse_rule(Written(data, "f.yaml", 1, {})))}
    assert found == {"thing: ", *reads}
