"""What all formats of the ledger call things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srm_lint.model.backup import Answer, Plan, StoreBackup
from srm_lint.model.finding import Report, Verdict
from srm_lint.model.ledger import Cell, CellState, Evidence, Ledger, System
from srm_lint.model.rule import Duty
from srm_lint.report.clean import counted

STATES: Mapping[CellState, str] = {
    CellState.GAP: "gap",
    CellState.UNKNOWN: "unknown",
    CellState.NOT_ASSESSED: "not assessed",
    CellState.ACCEPTED: "accepted",
    CellState.ATTESTED: "attested",
    CellState.MET: "met",
    CellState.NOT_APPLICABLE: "no such duty",
    CellState.PROVIDER: "provider's",
}
SIGNS: Mapping[CellState, str] = {
    CellState.GAP: "✗",
    CellState.UNKNOWN: "?",
    CellState.NOT_ASSESSED: "○",
    CellState.ACCEPTED: "~",
    CellState.ATTESTED: "✎",
    CellState.MET: "✓",
    CellState.NOT_APPLICABLE: "·",
    CellState.PROVIDER: "P",
}
DUTIES: Mapping[Duty, str] = {
    Duty.OPERATING_SYSTEM: "Operating system",
    Duty.APPLICATION: "Application",
    Duty.CONFIGURATION: "Configuration",
    Duty.NETWORK: "Network",
    Duty.DATA_PROTECTION: "Data protection",
    Duty.BACKUP: "Backup",
    Duty.ENCRYPTION: "Encryption",
    Duty.IDENTITY_ACCESS: "Identity and access",
    Duty.COMPLIANCE: "Compliance",
    Duty.ENDPOINT: "Endpoints",
}
ANSWERS: Mapping[Verdict, str] = {Verdict.PASS: "✓", Verdict.FAIL: "✗", Verdict.UNKNOWN: "?"}

MEANINGS: Mapping[CellState, str] = {
    CellState.GAP: "a rule found it undone",
    CellState.UNKNOWN: "the code does not tell",
    CellState.NOT_ASSESSED: "yours, and nobody looked",
    CellState.ACCEPTED: "a gap that somebody accepted, with a reason",
    CellState.ATTESTED: "done outside the code; somebody vouches for it",
    CellState.MET: "rules looked at all of it and had nothing to object to",
    CellState.NOT_APPLICABLE: "such a system has no such duty",
    CellState.PROVIDER: "the provider's part",
}


def name_of(system: System) -> str:
    """A system's name, with the account where the code tells it."""
    return f"{system.name} ({system.account})" if system.account else system.name


def size_of(system: System) -> str:
    """What is known of a system: how many resources, or that it is only declared."""
    size = counted(system.resources, "resource") if system.resources or not system.declared else ""
    return ", ".join(filter(None, ("declared" if system.declared else "", size)))


def looked_at(cell: Cell) -> str:
    """How much of a cell was looked at, where that is not all of it."""
    if not cell.concerned or cell.looked_at >= cell.concerned:
        return ""
    return f"{cell.looked_at} of {counted(cell.concerned, 'resource')} looked at"


def place_of(evidence: Evidence) -> str:
    """`file:line` of what shows it, "" where nothing does."""
    return f"{evidence.location.file}:{evidence.location.line}" if evidence.location else ""


def about(evidence: Evidence) -> str:
    """Which resources it is about, by which rule, and until when."""
    addresses = evidence.addresses
    more = f" and {len(addresses) - 1} more" if len(addresses) > 1 else ""
    named = f"{addresses[0]}{more}" if addresses else ""
    rule = f"[{evidence.rule}]" if evidence.rule else ""
    until = f"until {evidence.expires}" if evidence.expires else ""
    # A rule's title is the gap: what is met rules it out.
    ruled_out = f"rules out: {evidence.title}" if evidence.state is CellState.MET and evidence.title else ""
    return " ".join(filter(None, (named, ruled_out, rule, until)))


def plan_words(plan: Plan) -> str:
    """A plan in a line: its name, when it runs, how long copies are kept and where."""
    days = plan.retention_days
    kept = f"kept {days} days" if days not in ("", "unknown") else ""
    return ", ".join(filter(None, (plan.name, plan.schedule, kept, plan.vault)))


def assessed(report: Report, ledger: Ledger) -> str:
    """How much of the estate was assessed, in a sentence. With the glue the resources are those that `check` counts."""
    coverage = ledger.coverage
    share = f"{coverage.share:.0%}"
    glue = len(report.subjects) - coverage.resources
    beside = (
        f"; beside them {counted(glue, 'part')} of others (settings, attachments, names), judged with those"
        if glue
        else ""
    )
    return (
        f"{coverage.duties_answered} of your {counted(coverage.duties, 'duty').replace('dutys', 'duties')} assessed "
        f"({share}); rules looked at {coverage.resources_looked_at} of {counted(coverage.resources, 'resource')}{beside}"
    )


def totals(ledger: Ledger) -> Iterator[tuple[CellState, int]]:
    """Every state with how many duties are in it."""
    return ((state, ledger.totals.get(state, 0)) for state in CellState)


def parts_of(store: StoreBackup) -> tuple[tuple[str, str, Answer], ...]:
    """The parts of the rule 3-2-1-1-0: figure, name, answer."""
    return (
        ("3", "copies", store.copies),
        ("2", "media or services", store.media),
        ("1", "off-site", store.offsite),
        ("1", "immutable", store.immutable),
        ("0", "errors when restored", store.verified),
    )


def store_name(store: StoreBackup) -> str:
    """A store by its address, a declared system by its name."""
    return store.address or store.service


def figures_of(store: StoreBackup) -> str:
    """How old the newest copy may be, and how long copies are kept."""
    figures = (
        f"newest copy at most {store.rpo_hours} h old" if store.rpo_hours else "",
        f"kept {store.retention_days}{'' if not store.retention_days.isdigit() else ' days'}"
        if store.retention_days
        else "",
    )
    return ", ".join(filter(None, figures))
