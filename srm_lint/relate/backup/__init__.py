"""`facts.backup`: what brings a resource's data back, and what only looks as if it did (docs/facts.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of, negate
from srm_lint.relate.backup import aws, azure, google
from srm_lint.relate.backup.aws_reach import reach
from srm_lint.relate.backup.other import is_replica, replicated, soft_deleted, versioned
from srm_lint.relate.backup.shapes import Backups, Cover, Native
from srm_lint.relate.backup.veeam import veeam_covers
from srm_lint.relate.links import Links

_UNDECLARED = frozenset(
    {
        *("snowflake_database", "snowflake_schema", "snowflake_table"),
        *("databricks_catalog", "databricks_schema", "databricks_sql_table", "databricks_volume"),
    }
)
"""Stores of other providers that no code can declare a copy of; time travel ends with the store itself."""

_UNDECLARABLE = Unknown("this service has no backup that code declares", settle=("attest how it is backed up",))


def backup(resource: Resource, links: Links) -> Value:
    """`facts.backup` of a data store, of a plan or of a selection, None for anything else."""
    found = _backups(resource, links)
    if found is None:
        return reach(resource, links)
    covers = [cover for cover in (*found.covers, *veeam_covers(resource, links)) if cover.applies is not False]
    planned = any_of(cover.applies for cover in covers)
    covered = any_of((planned, found.native.enabled if found.native is not None else False))
    if found.undeclarable and covered is False:
        covered = _UNDECLARABLE
    beside = (replicated(resource, links), versioned(resource, links), soft_deleted(resource))
    return {
        "covered": covered,
        "planned": planned,
        "by": tuple(cover.shape() for cover in covers),
        "native": found.native.shape() if found.native is not None else None,
        "rpo_hours": _best(_figures(found, covers, lambda backup: backup.rpo_hours), smallest=True),
        "retention_days": _best(_figures(found, covers, lambda backup: backup.retention_days), smallest=False),
        "copies": tuple(copy.shape() for copy in (*found.copies, *(copy for cover in covers for copy in cover.copies))),
        "offsite": _offsite(found, covers),
        "immutable": any_of(all_of((cover.applies, _immutable(cover))) for cover in covers),
        "restore_tested": found.restore_tested,
        "replica": is_replica(resource),
        "replicated": beside[0],
        "versioned": beside[1],
        "soft_deleted": beside[2],
        "replication_only": all_of((any_of(beside), negate(covered))),
    }


def _backups(resource: Resource, links: Links) -> Backups | None:
    if resource.type.startswith(("aws_", "AWS::")):
        return aws.backups(resource, links)
    if resource.type.startswith("azurerm_"):
        return azure.backups(resource, links)
    if resource.type.startswith("google_"):
        return google.backups(resource, links)
    return Backups(undeclarable=True) if resource.type in _UNDECLARED else None


def _immutable(cover: Cover) -> Truth:
    return any_of((cover.immutable, *(copy.immutable for copy in cover.copies)))


def _offsite(found: Backups, covers: list[Cover]) -> Truth:
    answers: list[Truth] = [copy.offsite for copy in found.copies]
    if found.native is not None:
        answers.append(all_of((found.native.enabled, found.native.offsite)))
    answers += [all_of((cover.applies, any_of((cover.offsite, *_offsite_copies(cover))))) for cover in covers]
    return any_of(answers)


def _offsite_copies(cover: Cover) -> Iterator[Truth]:
    return (copy.offsite for copy in cover.copies)


def _figures(found: Backups, covers: list[Cover], figure: Callable[[Cover | Native], Value]) -> Iterator[Value]:
    """A figure of every backup that applies; an `Unknown` for one that may."""
    for cover in covers:
        yield cover.applies if isinstance(cover.applies, Unknown) else figure(cover)
    if found.native is not None and found.native.enabled is not False:
        yield found.native.enabled if isinstance(found.native.enabled, Unknown) else figure(found.native)


def _best(figures: Iterator[Value], *, smallest: bool) -> Value:
    """The best known figure; an `Unknown` where an unknown one may be better; None where there is none."""
    known: list[int | Decimal] = []
    unknown: Unknown | None = None
    for figure in figures:
        if isinstance(figure, Unknown):
            unknown = figure
        elif isinstance(figure, int | Decimal):
            known.append(figure)
    if unknown is not None or not known:
        return unknown
    return min(known) if smallest else max(known)
