"""What an upgrade of the rules changes, said before it breaks a build."""

import io

import pytest

from srm_lint.model.rule import Confidence, Duty, Rule, Severity
from srm_lint.report.rule_changes import KeptRule, write_changes

OLD = KeptRule("a-b-c", "Title", "backup", "high", "high", (), {"days": 7})
NEW = Rule("a-b-c", "Title", Duty.BACKUP, Severity.HIGH, "Why.", (), parameters={"days": 7})


def told(before: list[KeptRule], now: list[Rule]) -> list[str]:
    stream = io.StringIO()
    write_changes(before, now, stream)
    return stream.getvalue().splitlines()


def new(**changes: object) -> Rule:
    fields = {name: getattr(NEW, name) for name in NEW.__struct_fields__}
    return Rule(**{**fields, **changes})


@pytest.mark.parametrize(
    ("before", "now", "lines"),
    [
        ([OLD], [NEW], []),
        ([], [NEW], ["+ a-b-c (high): Title"]),
        ([OLD], [], ["- a-b-c: Title"]),
        ([OLD], [new(id="a-b-d", aliases=("a-b-c",))], ["~ a-b-c: is now a-b-d"]),
        ([OLD], [new(severity=Severity.LOW)], ["~ a-b-c: severity high is low now"]),
        ([OLD], [new(confidence=Confidence.MEDIUM)], ["~ a-b-c: confidence high is medium now"]),
        ([OLD], [new(duty=Duty.NETWORK)], ["~ a-b-c: duty backup is network now"]),
        ([OLD], [new(parameters={"days": 14})], ["~ a-b-c: parameters days=7 are days=14 now"]),
        ([OLD], [new(parameters={})], ["~ a-b-c: parameters days=7 are none now"]),
    ],
)
def test_each_change_has_a_line(before: list[KeptRule], now: list[Rule], lines: list[str]) -> None:
    assert told(before, now) == [*lines, f"{len(lines)} change{'s' if len(lines) != 1 else ''}"]
