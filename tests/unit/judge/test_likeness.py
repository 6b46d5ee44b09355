"""Resources that a rule cannot tell apart are judged once, and get what each would get alone."""

from __future__ import annotations

import pytest
from judge_fakes import UNKNOWN, FakeSyntax, Links, judged, rule, thing

from srm_lint.judge.conditions import Conditions
from srm_lint.model.resource import Written

PART, OTHER = thing({"on": True}, "part.a"), thing({"on": True}, "part.b")
MAYBE = (UNKNOWN,)

EXPECTS = {
    "attribute": {"a": 1},
    "in a block": {"block[*].on": True},
    "nested": {"block": {"some": {"on": True}}},
    "meta": {"meta.lifecycle.prevent_destroy": True},
    "tags": {"tags.owner": {"pattern": "."}},
    "provider": {"provider.region": "eu"},
    "linked": {"linked.part[?].on": True},
    "linked of linked": {"linked.part": {"some": {"refers.thing": {"minItems": 1}}}},
    "refers": {"refers.part": {"minItems": 1}},
    "fact": {"facts.backup.covered": True},
    "all of its type": {"estate.thing": {"every": {"a": 1}}},
}
RESOURCES = (
    thing({}, "thing.a"),
    thing({}, "thing.b"),
    thing({"a": 1}, "thing.number"),
    thing({"a": True}, "thing.truth"),
    thing({"a": "1"}, "thing.text"),
    thing({"a": UNKNOWN}, "thing.unknown"),
    thing({"a": "hidden"}, "thing.seen"),
    thing({"a": "hidden"}, "thing.secret", sensitive=(("a",),)),
    thing({"block": ({"on": True},)}, "thing.on"),
    thing({"block": ({"on": False},)}, "thing.off"),
    thing({}, "thing.json", syntax=FakeSyntax(file="main.tf.json")),
    thing({}, "thing.placed", syntax=FakeSyntax({("a",): 7})),
    thing({}, "thing.kept", meta={"lifecycle": {"prevent_destroy": True}}),
    thing({}, "thing.owned", tags={"owner": "x"}),
    thing({}, "thing.elsewhere", settings={"region": "eu"}),
    thing({}, "thing.doubtful", exists=UNKNOWN),
    thing({"Fn::Transform": UNKNOWN}, "thing.extended"),
    thing({}, "thing.made", written=Written("Source", "Made", {("a",): ("b",)})),
)
RELATED = Links(
    linked={
        ("thing.a", "part"): (PART,),
        ("thing.number", "part"): (PART,),
        ("thing.text", "part"): (OTHER,),
        ("thing.truth", "part"): MAYBE,
        ("part.a", "thing"): (RESOURCES[0],),
    },
    every={"thing": RESOURCES},
    facts={("thing.b", "backup"): {"covered": True}, ("thing.on", "backup"): {"covered": UNKNOWN}},
)


@pytest.mark.parametrize("expect", EXPECTS.values(), ids=EXPECTS)
def test_together_as_alone(expect):
    this = rule(expect)
    together = judged(this, *RESOURCES, related=RELATED)
    alone = [finding for one in RESOURCES for finding in judged(this, one, related=RELATED).findings]
    assert list(together.findings) == alone
    assert not together.diagnostics


def test_each_gets_its_own_correction():
    fix = 'resource "part" "this" {\n  thing = thing.this.id\n}'
    found = judged(rule({"linked.part": {"minItems": 1}}, fix=fix), *RESOURCES[:2]).findings
    assert [finding.fix.count(f"thing.{name}.id") for finding, name in zip(found, "ab", strict=True)] == [1, 1]
    assert len({finding.fingerprint for finding in found}) == 2


def test_many_that_are_alike_take_one_evaluation(monkeypatch):
    tried = []
    on_resource = Conditions.on_resource
    monkeypatch.setattr(Conditions, "on_resource", lambda *args: tried.append(1) or on_resource(*args))
    alike = [thing({"name": f"n{number}", "a": 2}, f"thing.n{number}") for number in range(500)]
    assert len(judged(rule({"a": 1}), *alike).findings) == 500
    assert len(tried) == 1
