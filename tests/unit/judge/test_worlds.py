"""One answer from the possible worlds of an estate."""

from __future__ import annotations

import msgspec
import pytest
from judge_fakes import UNKNOWN, Links, rule, thing

from srm_lint.judge import Context, Judged, judge, merge_worlds
from srm_lint.model.resource import Estate, Framework
from srm_lint.model.value import Value

ABSENT = object()


def world(value: Value | object, *names: str) -> Judged:
    resources = () if value is ABSENT else (thing({"a": value}),)
    estate = Estate("t.yaml", Framework.CLOUDFORMATION, resources, world=names)
    return judge(estate, [rule({"a": 1})], Context({}, Links()), keep_passes=True)


@pytest.mark.parametrize(
    ("in_first", "in_second", "verdict"),
    [
        (1, 1, "pass"),
        (2, 3, "fail"),
        (UNKNOWN, UNKNOWN, "unknown"),
        (1, 2, "unknown"),
        (1, UNKNOWN, "unknown"),
        (1, ABSENT, "pass"),
        (2, ABSENT, "unknown"),
    ],
)
def test_worlds_that_agree_give_the_verdict_and_others_an_unknown(in_first, in_second, verdict):
    merged = merge_worlds([world(in_first, "IsProd is true"), world(in_second, "IsProd is false")], keep_passes=True)
    assert [finding.verdict.value for finding in merged.findings] == [verdict]
    assert merged.passed == ({"test-thing-gap": 1} if verdict == "pass" else {})


def test_the_message_says_in_which_world_the_gap_is():
    merged = merge_worlds([world(1, "IsProd is true"), world(2, "IsProd is false")])
    assert merged.findings[0].message == "gap when IsProd is false: `a` is 2, 1 needed"
    assert merged.findings[0].settle == ("settle whether IsProd is false",)
    assert merged.findings[0].world == ("IsProd is false",)


def test_what_tells_whether_an_assumption_holds_settles_it():
    worlds = [world(1, "IsProd is true"), world(2, "IsProd is false")]
    known = [msgspec.structs.replace(each, remedies={each.world[0]: ("set `Env`",)}) for each in worlds]
    assert merge_worlds(known).findings[0].settle == ("set `Env`",)


def test_passes_in_every_world_are_counted_but_not_kept():
    merged = merge_worlds([world(1, "A is true"), world(1, "A is false")])
    assert merged.findings == ()
    assert merged.passed == {"test-thing-gap": 1}


def when(*worlds: tuple[Value | object, tuple[str, ...]]) -> str:
    merged = merge_worlds([world(value, *names) for value, names in worlds])
    return merged.findings[0].message.removeprefix("gap when ").partition(":")[0]


def test_only_the_assumption_that_makes_the_difference_is_named():
    assert when((1, ("A", "B")), (2, ("not A", "B")), (1, ("A", "not B")), (2, ("not A", "not B"))) == "not A"
    assert when((1, ("A", "B")), (2, ("not A", "B")), (2, ("A", "not B")), (2, ("not A", "not B"))) == "not A or not B"
    assert when((2, ("A", "B")), (1, ("not A", "B")), (1, ("A", "not B")), (1, ("not A", "not B"))) == "A and B"
    assert when((2, ("A", "C")), (1, ("not A", "C"))) == "A"
