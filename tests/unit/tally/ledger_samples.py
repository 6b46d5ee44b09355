"""Subjects, findings and attestations in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from srm_lint.catalogue import load_matrix
from srm_lint.model.attestation import Attested, Declared, KnownSystem, Scope
from srm_lint.model.config import Attestation
from srm_lint.model.finding import Excerpt, Finding, Report, Subject, Suppression, SuppressionKind, Verdict
from srm_lint.model.ledger import Assessed, Cell, Ledger
from srm_lint.model.resource import Framework, Kind, Model, Service, State
from srm_lint.model.rule import ATTESTATION, Confidence, Duty, Severity
from srm_lint.model.source import Location
from srm_lint.rules import built_in_folder
from srm_lint.tally import tally

MATRIX = load_matrix(built_in_folder() / "matrix.yaml")

EVERY_DUTY = frozenset((type, duty) for type in ("aws_db_instance", "aws_s3_bucket") for duty in Duty)


def subject(address: str = "aws_db_instance.main", **changes: object) -> Subject:
    values: dict[str, object] = {
        "address": address,
        "type": address.partition(".")[0],
        "framework": Framework.TERRAFORM,
        "provider": "aws",
        "service": "Amazon RDS",
        "model": Model.PAAS,
        "kind": Kind.DATA,
        "state": State.PRIMARY,
        "location": Location("main.tf", 3),
    }
    return Subject(**{**values, **changes})


def finding(
    verdict: Verdict = Verdict.FAIL, duty: Duty = Duty.BACKUP, about: Subject | None = None, **changes: object
) -> Finding:
    values: dict[str, object] = {
        "rule": "aws-rds-backups-off",
        "title": "Database keeps no automated backups",
        "duty": duty,
        "severity": Severity.HIGH,
        "confidence": Confidence.HIGH,
        "verdict": verdict,
        "message": "`backup_retention_period` is 0",
        "attribute": "backup_retention_period",
        "location": Location("main.tf", 5),
        "subject": about or subject(),
        "fingerprint": f"print-{verdict.value}",
        "excerpt": Excerpt(4, ("a", "b", "c")),
    }
    return Finding(**{**values, **changes})


ACCEPTED = Suppression(SuppressionKind.IN_SOURCE, "rebuilt nightly", "2027-01-31")


def attestation(**changes: object) -> Attestation:
    values: dict[str, object] = {
        "scope": "Amazon RDS",
        "duty": Duty.BACKUP,
        "owner": "dba",
        "expires": date(2027, 1, 31),
        "statement": "Dumped every night.",
    }
    return Attestation(**{**values, **changes})


def attested(
    *, valid: bool = True, offsite: bool | None = None, scope: Scope | None = None, **changes: object
) -> Attested:
    made = attestation(**({"scope": scope.services[0]} if scope else {}), **changes)
    about = subject(f'attestation.{made.duty.value}["{made.scope}"]', type=ATTESTATION, kind=Kind.EVIDENCE)
    place = Location(".srm-lint.yaml", 2)
    return Attested(made, scope or Scope((made.scope,)), about, valid, offsite, place, ("- scope: ...",))


def declared(name: str = "Slack", *, parts: tuple[str, ...] = ()) -> Declared:
    system = KnownSystem(Service(name, Model.SAAS), (name.casefold(),), parts)
    return Declared(system, "", "it-team", Location(".srm-lint.yaml", 1))


def ledger_of(findings: Iterable[Finding] = (), subjects: Iterable[Subject] | None = None, **known: object) -> Ledger:
    """The ledger of findings about one database, or about `subjects`; `known` are fields of `Assessed`."""
    report = Report(tuple(findings), (subject(),) if subjects is None else tuple(subjects), (), (), 1, 1)
    nothing = {"looked_at": EVERY_DUTY, "stores": (), "declared": (), "attested": ()}
    return tally(report, Assessed(**{**nothing, **known}), MATRIX)


def cell_of(ledger: Ledger, duty: Duty = Duty.BACKUP, name: str = "Amazon RDS") -> Cell:
    system = next(system for system in ledger.systems if system.name == name)
    return next(cell for cell in system.cells if cell.duty is duty)
