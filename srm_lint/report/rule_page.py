"""The page of a rule and of a duty, as Markdown: `srm-lint explain` prints what the documentation shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from srm_lint.model.matrix import Cell, Difference, Matrix, Source
from srm_lint.model.resource import Framework, Model
from srm_lint.model.rule import Check, Confidence, Duty, Example, Party, Rule, framework_of
from srm_lint.report.clean import clean, one_line
from srm_lint.report.wording import condition_words, literal

_LANGUAGES = {
    Framework.TERRAFORM.value: ("Terraform", "hcl"),
    Framework.CLOUDFORMATION.value: ("CloudFormation", "yaml"),
    Framework.CONFIGURATION.value: ("Configuration", "yaml"),
}

_MODELS = (Model.IAAS, Model.PAAS, Model.SAAS)
_PARTIES = {Party.PROVIDER: "the provider's", Party.CUSTOMER: "yours", Party.SHARED: "shared, and your part is yours"}


def rule_page(rule: Rule) -> str:
    """The page of one rule, with the same headings for each."""
    return _page(
        f"# {one_line(rule.title)}",
        "",
        f"`{rule.id}` · {rule.severity.value} · {rule.duty.value}{_confidence(rule)}",
        "",
        *_section("What it checks", _checks(rule)),
        *_section("Whose duty, and why", _duty(rule)),
        *_section("Non-compliant", _examples(rule, "failing")),
        *_section("Compliant", _examples(rule, "passing")),
        *_section("What makes it unknown", _unknown(rule)),
        *_section("Frameworks and other tools", _references(rule)),
        *_section("When to accept it", _accepting(rule)),
    )


def duty_page(duty: Duty, matrix: Matrix, rules: Iterable[Rule]) -> str:
    """The page of one duty: what it means and who holds it under each model, with sources, and its rules."""
    own = sorted((rule for rule in rules if rule.duty is duty), key=lambda rule: rule.id)
    listed = [f"- `{rule.id}` ({rule.severity.value}): {one_line(rule.title)}" for rule in own]
    layer = matrix.layers[duty.value]
    return _page(
        f"# {layer.title}",
        "",
        f"`{duty.value}` · {layer.meaning}",
        "",
        *_section("Whose duty", (_holder(model, layer.under[model], matrix) for model in _MODELS)),
        *_section("Services that differ", [_differing(item) for item in _differences(duty, matrix)] or ["None."]),
        *_section("Rules", listed or ["No rule looks at this duty."]),
    )


def _page(*lines: str) -> str:
    """Lines as one text, with no more than one empty line anywhere."""
    kept = (line for line, before in zip(lines, ("", *lines), strict=False) if line or before)
    return clean("\n".join(kept)).rstrip() + "\n"


def _holder(model: Model, cell: Cell, matrix: Matrix) -> str:
    return f"- {model.value}: {_PARTIES[cell.party]}. {cell.means} ({_source(matrix.sources[cell.source])})"


def _differences(duty: Duty, matrix: Matrix) -> Iterable[Difference]:
    found = (item for items in matrix.differences.values() for item in items if duty.value in item.layers)
    return {item.services: item for item in found}.values()


def _differing(item: Difference) -> str:
    return f"- {', '.join(item.services)}: {_PARTIES[item.party]}. {item.means} ({_source(item.source)})"


def _source(source: Source) -> str:
    return f"[{source.title}]({source.link})"


def _section(heading: str, body: Iterable[str]) -> list[str]:
    return [f"## {heading}", "", *body, ""]


def _confidence(rule: Rule) -> str:
    return " · medium confidence: judged with `--strict` only" if rule.confidence is Confidence.MEDIUM else ""


def _checks(rule: Rule) -> Iterator[str]:
    for check in rule.checks:
        yield f"- {_check(check)}"
    if rule.parameters:
        yield ""
        yield "Parameters, which `.srm-lint.yaml` can change:"
        yield ""
        for name, value in rule.parameters.items():
            values = value if isinstance(value, tuple) else (value,)
            yield f"- `{name}`: {', '.join(literal(item) for item in values) or 'nothing'}"


def _check(check: Check) -> str:
    types = ", ".join(f"`{type}`" for type in check.types)
    when = f", where {condition_words(check.when)}" if check.when else ""
    unless = f", unless {condition_words(check.unless)}" if check.unless else ""
    return f"{types}{when}{unless}: {condition_words(check.expect)}."


def _duty(rule: Rule) -> Iterator[str]:
    yield rule.why.strip()
    yield ""
    yield f"`srm-lint explain {rule.duty.value}` tells whose duty that is under each service model."


def _examples(rule: Rule, which: str) -> Iterator[str]:
    for language, example in rule.examples.items():
        yield from _code(language, _part(example, which))


def _part(example: Example, which: str) -> str:
    return {"failing": example.failing, "passing": example.passing, "unknown": example.unknown}[which]


def _code(language: str, code: str) -> Iterator[str]:
    if not code:
        return
    name, highlighting = _LANGUAGES[language]
    yield f"{name}:"
    yield ""
    yield f"```{highlighting}"
    yield code.rstrip("\n")
    yield "```"
    yield ""


def _unknown(rule: Rule) -> Iterator[str]:
    yield (
        "A value that the code does not tell: a variable without a value, a data source, an attribute known after "
        "apply, a module that is not on disk. The finding names it and what would settle it."
    )
    yield ""
    yield from _examples(rule, "unknown")


def _references(rule: Rule) -> Iterator[str]:
    for framework, ids in rule.controls.items():
        yield f"- {framework}: {', '.join(ids)}"
    if rule.equivalents:
        yield f"- the same check elsewhere: {', '.join(rule.equivalents)}"
    if rule.differs:
        yield f"- where it differs: {rule.differs.strip()}"
    if rule.aliases:
        yield f"- earlier ids: {', '.join(rule.aliases)}"
    for link in rule.links:
        yield f"- <{link}>"
    if not (rule.controls or rule.equivalents or rule.links):
        yield "- none: no other tool or framework asks this"


def _accepting(rule: Rule) -> Iterator[str]:
    yield "Where the gap is closed elsewhere, or its loss is acceptable, say so beside the code, with a reason and an end:"
    yield ""
    languages = {framework_of(type).value for type in rule.types}
    highlighting = "hcl" if Framework.TERRAFORM.value in languages else "yaml"
    yield f"```{highlighting}"
    yield f"# srm-lint: ignore[{rule.id}] rebuilt nightly from its source until=2027-01-31"
    yield "```"
    yield ""
    yield "or for many resources in `.srm-lint.yaml`:"
    yield ""
    yield from ("```yaml", "exemptions:", f"  - rule: {rule.id}", "    address: module.scratch.*")
    yield from ("    reason: test data, generated", "    expires: 2027-01-31", "```")
