"""Pages that lead to the rules: an overview, and all rules of a provider, a duty and a service model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import standard_pages

from srm_lint.catalogue import known_types, load_catalogue, load_matrix
from srm_lint.model.matrix import Matrix
from srm_lint.model.resource import Model
from srm_lint.model.rule import Confidence, Duty, Rule
from srm_lint.report.rule_page import duty_page
from srm_lint.rules import built_in_folder

PROVIDERS = {
    "aws": "AWS",
    "azure": "Azure",
    "azuredevops": "Azure DevOps",
    "databricks": "Databricks",
    "dropbox": "Dropbox",
    "entra": "Microsoft Entra ID",
    "github": "GitHub",
    "gitlab": "GitLab",
    "google": "Google Cloud",
    "gworkspace": "Google Workspace",
    "kubernetes": "Kubernetes network policies",
    "m365": "Microsoft 365",
    "mongodbatlas": "MongoDB Atlas",
    "okta": "Okta",
    "powerplatform": "Microsoft Power Platform",
    "salesforce": "Salesforce",
    "slack": "Slack",
    "snowflake": "Snowflake",
    "srm": "Attestations",
    "terraform": "Terraform itself",
    "veeam": "Veeam",
}
MODELS = {
    Model.IAAS: "machines and disks that you run yourself",
    Model.PAAS: "services that run your data or code",
    Model.SAAS: "finished applications that you use",
}


def pages(rules: Sequence[Rule]) -> Iterator[tuple[str, str]]:
    """Every page by its path below docs/rules."""
    matrix = load_matrix(built_in_folder() / "matrix.yaml")
    models = _models_of_types()
    yield "index.md", _overview(rules, matrix, models)
    for provider, own in _grouped((rule.provider, rule) for rule in rules):
        yield f"provider/{provider}.md", _provider_page(provider, own)
    for duty in Duty:
        yield f"duty/{duty.value}.md", _duty_page(duty, matrix, rules)
    for model, meaning in MODELS.items():
        own = [rule for rule in rules if model in _models(rule, models)]
        yield f"model/{model.value.lower()}.md", _model_page(model, meaning, own)


def footer(rule: Rule) -> str:
    """Where a reader of a rule's page goes on."""
    return (
        f"\n---\n\nMore rules: [{PROVIDERS[rule.provider]}](provider/{rule.provider}.md#{_service(rule)}) · "
        f"[{rule.duty.value}](duty/{rule.duty.value}.md) · [all](index.md)\n"
    )


def _overview(rules: Sequence[Rule], matrix: Matrix, models: Mapping[str, Model]) -> str:
    by_provider = _grouped((rule.provider, rule) for rule in rules)
    of_duty = {duty: [rule for rule in rules if rule.duty is duty] for duty in Duty}
    of_model = {model: [rule for rule in rules if model in _models(rule, models)] for model in MODELS}
    return _page(
        "# Rules",
        "",
        f"{len(rules)} rules. Each looks at one duty of yours on one kind of resource, and has a page with what it checks, "
        "code that fails and code that passes. `srm-lint explain RULE` prints the same page; it takes another tool's id, "
        "too: `srm-lint explain CKV_AWS_133`. Rules marked *strict* are judged with `--strict` only: what they find is "
        "often no gap.",
        "",
        "## By provider",
        "",
        *_table(
            ("provider", "rules"),
            ((f"[{PROVIDERS[name]}](provider/{name}.md)", str(len(own))) for name, own in by_provider),
        ),
        "",
        "## By duty",
        "",
        *_table(
            ("duty", "rules", "what it is"),
            (
                (f"[{duty.value}](duty/{duty.value}.md)", str(len(own)), matrix.layers[duty.value].meaning)
                for duty, own in of_duty.items()
            ),
        ),
        "",
        "## By service model",
        "",
        "A rule that looks at resources of two models counts for both; what belongs to no service (providers, backends) for none.",
        "",
        *_table(
            ("service model", "rules", "what it is"),
            (
                (f"[{model.value}](model/{model.value.lower()}.md)", str(len(own)), MODELS[model])
                for model, own in of_model.items()
            ),
        ),
        "",
        "## By standard",
        "",
        *_table(
            ("standard", "rules"),
            (
                (f"[{title}](standard/{name}.md)", str(sum(name in rule.controls for rule in rules)))
                for name, title in standard_pages.titles().items()
            ),
        ),
    )


def _provider_page(provider: str, rules: Sequence[Rule]) -> str:
    services = _grouped((_service(rule), rule) for rule in rules)
    lines = [f"# Rules for {PROVIDERS[provider]}", "", f"{len(rules)} rules, by service.", ""]
    for service, own in services:
        lines += [f"## {service}", "", *_rule_table(own), ""]
    return _page(*lines)


def _model_page(model: Model, meaning: str, rules: Sequence[Rule]) -> str:
    lines = [f"# Rules for {model.value}", "", f"{len(rules)} rules about {meaning}, by duty.", ""]
    for duty, own in _grouped((rule.duty.value, rule) for rule in rules):
        lines += [f"## {duty}", "", *_rule_table(own), ""]
    return _page(*lines)


def _duty_page(duty: Duty, matrix: Matrix, rules: Sequence[Rule]) -> str:
    """What `srm-lint explain DUTY` prints, with the rules as links, by provider."""
    about = duty_page(duty, matrix, rules).partition("\n## Rules\n")[0]
    own = [rule for rule in rules if rule.duty is duty]
    lines = [about.rstrip(), "", "## Rules", "", f"{len(own)} rules."]
    for provider, theirs in _grouped((rule.provider, rule) for rule in own):
        lines += ["", f"### {PROVIDERS[provider]}", "", *_rule_table(theirs)]
    return _page(*lines)


def _rule_table(rules: Iterable[Rule]) -> list[str]:
    return _table(("gap", "rule", "severity"), ((rule.title, _link(rule), _severity(rule)) for rule in rules))


def _link(rule: Rule) -> str:
    return f"[{rule.id}](../{rule.id}.md)"


def _severity(rule: Rule) -> str:
    return rule.severity.value + (" (strict)" if rule.confidence is Confidence.MEDIUM else "")


def _service(rule: Rule) -> str:
    return f"{rule.provider}-{rule.service}"


def _models(rule: Rule, models: Mapping[str, Model]) -> set[Model]:
    return {models[type] for type in rule.types if type in models}


def _models_of_types() -> dict[str, Model]:
    folder = built_in_folder() / "catalogue"
    rows = known_types(load_catalogue(folder), folder)
    return {row.type: Model(row.model) for row in rows}


def _grouped(pairs: Iterable[tuple[str, Rule]]) -> list[tuple[str, list[Rule]]]:
    groups: dict[str, list[Rule]] = {}
    for name, rule in pairs:
        groups.setdefault(name, []).append(rule)
    return sorted(groups.items())


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def _page(*lines: str) -> str:
    return "\n".join(lines).rstrip() + "\n"
