"""Pages of rules and duties, and conditions in words."""

from __future__ import annotations

import pytest
from report_samples import RETENTION

from srm_lint.catalogue import load_matrix
from srm_lint.model.condition import (
    AllOf,
    AnyOf,
    Bound,
    Clause,
    Condition,
    Contains,
    Elements,
    Equals,
    Given,
    JsonText,
    Limit,
    Matcher,
    Negation,
    Not,
    OneOf,
    Origin,
    Parameter,
    Pattern,
    Present,
    Quantity,
    Selector,
    Undecided,
    Word,
)
from srm_lint.model.rule import Duty
from srm_lint.report.rule_page import duty_page, rule_page
from srm_lint.report.wording import condition_words
from srm_lint.rules import built_in_folder


def clause(*words: Word, absent: Given | Undecided | None = None, path: str = "a") -> Clause:
    return Clause(Selector(Origin.VALUES, "", (path,), path), Matcher(words, absent))


TRUE = clause(Equals(True))


def test_every_rule_page_has_the_same_headings() -> None:
    page = rule_page(RETENTION)
    assert [line[3:] for line in page.splitlines() if line.startswith("## ")] == [
        "What it checks",
        "Whose duty, and why",
        "Non-compliant",
        "Compliant",
        "What makes it unknown",
        "Frameworks and other tools",
        "When to accept it",
    ]
    assert "\n\n\n" not in page


@pytest.mark.parametrize(
    "part",
    [
        "# Database keeps too few days of automated backups\n\n`aws-rds-backup-retention-short` · high · backup\n",
        "- `aws_db_instance`: `backup_retention_period` is at least `days` (not written counts as `0`).",
        "- `days`: `7`",
        "How long is the customer's choice.",
        "`srm-lint explain backup`",
        '```hcl\nresource "aws_db_instance" "a" {}\n```',
        "- aws-fsbp: RDS.11",
        "- the same check elsewhere: CKV_AWS_133",
        "# srm-lint: ignore[aws-rds-backup-retention-short] ",
        "  - rule: aws-rds-backup-retention-short",
    ],
)
def test_a_rule_page_says(part: str) -> None:
    assert part in rule_page(RETENTION)


def test_a_duty_page_tells_holders_sources_differences_and_rules() -> None:
    matrix = load_matrix(built_in_folder() / "matrix.yaml")
    page = duty_page(Duty.OPERATING_SYSTEM, matrix, [RETENTION])
    assert "- IaaS: yours." in page
    assert "- PaaS: the provider's." in page
    assert "](https://" in page
    assert sum(line.startswith("- Amazon RDS,") for line in page.splitlines()) == 1
    assert "No rule looks at this duty." in page
    assert f"- `{RETENTION.id}` (high): {RETENTION.title}" in duty_page(Duty.BACKUP, matrix, [RETENTION])


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (TRUE, "`a` is `true`"),
        (clause(Equals(None)), "`a` is `null`"),
        (clause(Equals(Parameter("p"))), "`a` is `p`"),
        (clause(OneOf(("x", 2))), "`a` is one of `x`, `2`"),
        (clause(Bound(Limit.MAX_ITEMS, 3)), "`a` has at most `3` elements"),
        (clause(Pattern("^x")), "`a` matches `^x`"),
        (clause(Present(wanted=False)), "`a` is not set"),
        (clause(Contains(Matcher((Equals("x"),)))), "`a` has an element that is `x`"),
        (clause(Not(Matcher((Equals("x"),)))), "`a` is not `x`"),
        (clause(Not(Matcher((OneOf(("x", "y")),)))), "`a` is none of `x`, `y`"),
        (clause(Not(Matcher((Pattern("^x"),)))), "`a` does not match `^x`"),
        (clause(Not(Matcher((Contains(Matcher((Equals("x"),))),)))), "`a` has no element that is `x`"),
        (clause(Not(Matcher((Present(True),)))), "`a` is not such that it is set"),
        (clause(Elements(Quantity.NONE, TRUE)), "`a` has no element of which `a` is `true`"),
        (clause(JsonText(TRUE)), "`a` is JSON of which `a` is `true`"),
        (clause(Equals(1), absent=Given(0)), "`a` is `1` (not written counts as `0`)"),
        (clause(Equals(1), absent=Undecided("it depends")), "`a` is `1` (not written is unknown: it depends)"),
        (AllOf((TRUE, AnyOf((TRUE, TRUE)))), "`a` is `true` and (`a` is `true` or `a` is `true`)"),
        (AllOf(()), "always"),
        (Negation(TRUE), "not (`a` is `true`)"),
    ],
)
def test_conditions_in_words(condition: Condition, words: str) -> None:
    assert condition_words(condition) == words
