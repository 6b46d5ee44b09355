"""Resources, links and rules written by hand, so that the judge is tested without any parser."""

from __future__ import annotations

from collections.abc import Mapping

from srm_lint.judge import Context, Judged, judge
from srm_lint.judge.excerpt import Sources
from srm_lint.model.finding import Finding
from srm_lint.model.resource import Estate, Framework, Mode, Path, Resource
from srm_lint.model.rule import Duty, Rule, Severity
from srm_lint.model.source import Location, Source
from srm_lint.model.value import Unknown, Value
from srm_lint.rules.parse import parse_rule
from srm_lint.rules.written import Plain, Written

UNKNOWN = Unknown("variable `x` has no default", settle=("set variable `x`, declared at variables.tf:1",))


class FakeSyntax:
    """Syntax whose attributes stand at given lines; the header is line 1."""

    def __init__(self, lines: Mapping[Path, int] | None = None, file: str = "main.tf", last: int = 20) -> None:
        self._lines = lines or {}
        self._file = file
        self._last = last

    def header(self) -> Location:
        return Location(self._file, 1, 1, 1, 10)

    def extent(self) -> Location:
        return Location(self._file, 1, 1, self._last, 2)

    def locate(self, path: Path) -> Location | None:
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                line = self._lines[path[:length]]
                return Location(self._file, line, 3, line, 30)
        return None


class Links:
    """Relations given as tables: (address, type) -> resources."""

    def __init__(
        self,
        linked: Mapping[tuple[str, str], tuple[Resource | Unknown, ...]] | None = None,
        every: Mapping[str, tuple[Resource, ...]] | None = None,
        facts: Mapping[tuple[str, str], Value] | None = None,
    ) -> None:
        self._linked = linked or {}
        self._every = every or {}
        self._facts = facts or {}

    def linked(self, resource: Resource, type: str, via: tuple[str, ...] = ()) -> tuple[Resource | Unknown, ...]:
        return self._linked.get((resource.address, ",".join((type, *via))), ())

    def refers(self, resource: Resource, type: str) -> tuple[Resource | Unknown, ...]:
        return self._linked.get((resource.address, type), ())

    def every(self, type: str) -> tuple[Resource, ...]:
        return self._every.get(type, ())

    problems = ()

    def fact(self, resource: Resource, name: str) -> Value:
        return self._facts.get((resource.address, name))


def thing(values: Mapping[str, Value] | None = None, address: str = "thing.this", **fields: object) -> Resource:
    type, _, name = address.partition(".")
    base: dict[str, object] = {
        "address": address,
        "type": type,
        "name": name or address,
        "framework": Framework.TERRAFORM,
        "mode": Mode.MANAGED,
        "provider": "test",
        "values": values or {},
        "syntax": FakeSyntax(),
    }
    return Resource(**{**base, **fields})


def rule(expect: Plain, **fields: Plain) -> Rule:
    """A rule on `thing`, or with the checks given."""
    check: dict[str, Plain] = {"on": "thing", "expect": expect}
    for key in ("when", "unless", "fix", "on"):
        if key in fields:
            check[key] = fields.pop(key)
    data: dict[str, Plain] = {
        "id": "test-thing-gap",
        "title": "Thing has a gap",
        "duty": Duty.BACKUP.value,
        "severity": Severity.HIGH.value,
        "why": "because",
        "checks": [check],
        **fields,
    }
    return parse_rule(Written(data, "rules/test/thing.yaml", 1, {}))


def judged(rule: Rule, *resources: Resource, keep_passes: bool = True, **context: object) -> Judged:
    """The rule on the resources; `context` are fields of `Context` other than the defaults here."""
    estate = Estate(".", Framework.TERRAFORM, resources)
    surroundings = Context(**{"services": {}, "related": Links(), **context})
    return judge(estate, [rule], surroundings, keep_passes=keep_passes)


def text_of(*lines: str) -> Sources:
    """Sources in which every file has these lines."""
    content = "\n".join(lines).encode()
    return lambda path: Source(path, content)


def finding(rule: Rule, resource: Resource, **options: object) -> Finding:
    result = judged(rule, resource, **options)
    assert result.diagnostics == ()
    assert len(result.findings) == 1
    return result.findings[0]


def verdict(expect: Plain, values: Mapping[str, Value], **options: object) -> str:
    return finding(rule(expect), thing(values), **options).verdict.value
