"""The formats of the ledger: all of them, and what each promises."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from ledger_samples import ACCEPTED, attested, declared, finding, ledger_of, subject

from srm_lint.model.attestation import Scope
from srm_lint.model.backup import Store
from srm_lint.model.finding import Excerpt, Report, Unread, Verdict
from srm_lint.model.ledger import CellState, Ledger
from srm_lint.model.resource import Model
from srm_lint.model.rule import Duty
from srm_lint.model.source import Location
from srm_lint.report.contract import schema
from srm_lint.report.ledger_formats import LEDGER_FORMATS, renderer
from srm_lint.report.markdown import LONGEST
from srm_lint.report.view import View
from srm_lint.tally import backups_of

REPORT = Report((), (), (), (), 1, 1)
INCOMPLETE = Report((), (), (), (Unread("broken.tf", 4, "expected `}`"),), 2, 1)
NOTHING = ledger_of([], [])
HOSTILE = '"><script>alert(1)</script>|`=cmd()`\x1b[31m\u202e'


def estate() -> Ledger:
    s3 = subject("aws_s3_bucket.data", service="Amazon S3", account="111122223333")
    findings = [
        finding(),
        finding(Verdict.UNKNOWN, Duty.NETWORK),
        finding(Verdict.PASS, Duty.ENCRYPTION),
        finding(about=s3, suppression=ACCEPTED),
    ]
    return ledger_of(
        findings,
        [subject(), s3],
        stores=(Store(subject(), backups_of({"covered": False, "versioned": True})),),
        declared=(declared(),),
        attested=(attested(scope=Scope(("Slack",)), offsite=True), attested(scope=Scope(("Gone",)), valid=False)),
    )


def hostile() -> Ledger:
    about = subject(HOSTILE, service=HOSTILE, account=HOSTILE, model=Model.SAAS, location=Location(HOSTILE, 1))
    found = finding(
        about=about, message=HOSTILE, title=HOSTILE, location=Location(HOSTILE, 2), excerpt=Excerpt(1, (HOSTILE,) * 3)
    )
    return ledger_of([found], [about], stores=(Store(about, backups_of({"covered": False})),))


def large() -> Ledger:
    subjects = [subject(f"aws_db_instance.n{number}", account=f"{number:012}") for number in range(400)]
    return ledger_of([finding(about=each, message="word " * 40) for each in subjects], subjects)


def rendered(format: str, ledger: Ledger, report: Report = REPORT, view: View | None = None) -> str:
    stream = io.StringIO()
    renderer(format)(report, ledger, stream, view or View())
    return stream.getvalue()


@pytest.mark.parametrize("format", [*LEDGER_FORMATS])
@pytest.mark.parametrize(
    "ledger", [NOTHING, estate(), hostile(), large()], ids=["nothing", "estate", "hostile", "large"]
)
def test_every_format_writes_every_ledger_the_same_way_twice(format, ledger):
    first = rendered(format, ledger)
    assert first == rendered(format, ledger)
    assert first.endswith("\n")
    assert "\x1b[31m" not in first
    assert format == "json" or "\u202e" not in first  # JSON hands on what is written


@pytest.mark.parametrize("format", [*LEDGER_FORMATS])
def test_every_format_tells_what_the_ledger_holds(format):
    text = re.sub(r"<[^>]*>", "", rendered(format, estate(), view=View(show_all=True)))
    told = (
        "Amazon RDS",
        "Amazon S3",
        "111122223333",
        "Slack",
        "main.tf:5" if format not in ("json", "csv") else "main.tf",
    )
    for part in (*told, "aws_db_instance.main", "rebuilt nightly", "2027-01-31", "Dumped every night", "Gone"):
        assert part.replace("_", "\\_") in text or part in text, part


@pytest.mark.parametrize("format", ["text", "markdown", "html", "json"])
def test_what_could_not_be_read_is_said(format):
    told = "broken.tf" if format != "markdown" else "Incomplete"
    assert told in rendered(format, NOTHING, INCOMPLETE)


def test_the_text_shows_a_sign_for_each_duty_and_grounds_of_what_is_open():
    lines = rendered("text", estate()).splitlines()
    row = next(line for line in lines if line.startswith("Amazon RDS  PaaS"))
    assert row.split()[3:] == ["○", "·", "○", "?", "○", "✗", "✓", "○", "○", "·"]
    assert "  Backup: gap" in lines
    assert "    ✗ Database keeps no automated backups  main.tf:5" in lines
    assert "  Encryption: met" not in lines


def test_the_json_keeps_its_published_schema():
    document = json.loads(rendered("json", estate()))
    jsonschema.validate(document, json.loads(schema("ledger")))
    backup = document["systems"][0]["duties"]["backup"]
    assert (backup["state"], backup["findings"]) == ("gap", ["print-fail"])
    assert document["summary"]["totals"]["gap"] == 1
    published = Path(__file__).parents[3] / "docs" / "schemas" / "ledger.schema.json"
    assert published.read_text(encoding="utf-8") == schema("ledger")


def test_the_table_has_no_formulas_and_a_row_for_every_duty():
    rows = [*csv.DictReader(io.StringIO(rendered("csv", estate())))]
    assert {(row["system"], row["duty"]) for row in rows if row["record"] == "duty"} == {
        (system.name, duty.value) for system in estate().systems for duty in Duty
    }
    assert {row["record"] for row in rows} == {"duty", "backup", "stray"}
    cells = [cell for row in csv.reader(io.StringIO(rendered("csv", hostile()))) for cell in row]
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}] == []


def test_the_markdown_fits_a_comment_and_holds_no_markup_of_the_estate():
    text = rendered("markdown", large())
    assert len(text) <= LONGEST
    assert "left out here" in text
    assert "<summary>&quot;&gt;&lt;script&gt;" in rendered("markdown", hostile())
    assert "\\<script\\>alert(1)\\</script\\>\\|" in rendered("markdown", hostile())


class Page(HTMLParser):
    """What a browser would load or run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loaded: list[str] = []
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.loaded += [
            value or ""
            for name, value in attrs
            if name in ("src", "href", "action", "data") and not (value or "").startswith("#")
        ]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


@pytest.mark.parametrize("ledger", [estate(), hostile()], ids=["estate", "hostile"])
def test_the_page_loads_nothing_and_runs_only_its_own_script(ledger):
    text = rendered("html", ledger)
    page = Page(text)
    assert page.loaded == []
    assert page.handlers == []
    assert page.tags.count("script") == 1
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text) == []
    script = re.search(r"<script>(.*)</script>", text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text.replace("&#39;", "'")


def test_the_page_has_a_cell_for_every_duty_and_evidence_behind_it():
    text = rendered("html", estate())
    links = set(re.findall(r'<td class="c [\w-]+"><a href="#([\w-]+)"', text))
    sections = set(re.findall(r'<section class="duty [\w-]+" id="([\w-]+)"', text))
    assert links == sections
    wanted = sum(cell.state is not CellState.NOT_APPLICABLE for system in estate().systems for cell in system.cells)
    assert len(links) == wanted
    assert '<ol class="code" start="4"><li>a<li class="hit">b<li>c</ol>' in text


def test_the_page_of_a_large_estate_stays_small():
    assert len(rendered("html", large())) < 2_000_000
