"""The page of the ledger in headless Chromium: filters, evidence, keyboard, paper, light and dark."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from srm_lint.linter import Options, assess
from srm_lint.report.ledger_formats import renderer
from srm_lint.report.view import View

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.unguarded,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER and importlib.util.find_spec("selenium")),
        reason="needs chromium, chromedriver (Debian: chromium chromium-driver) and selenium",
    ),
]

ACCOUNT = """\
provider "aws" {{
  assume_role {{ role_arn = "arn:aws:iam::{account}:role/deploy" }}
}}
resource "aws_s3_bucket" "data" {{
  bucket = "data-{number}"
}}
resource "aws_db_instance" "orders" {{
  engine                  = "postgres"
  storage_encrypted       = {encrypted}
  backup_retention_period = 7
}}
resource "aws_vpc" "main" {{
  cidr_block = "10.0.0.0/16"
}}
"""
SAAS = """\
root: true
systems: [Slack, Dropbox, {name: "<b>Ledger</b> & 'Co'", model: SaaS}]
attestations:
  - {scope: Slack, duty: backup, owner: it, approver: ciso, expires: 2027-06-30, last-restore-test: 2026-10-01}
"""


def page(folder: Path, accounts: int) -> Path:
    """The page of an estate with three systems an account, and three declared ones."""
    for number in range(accounts):
        root = folder / f"account-{number:03}"
        root.mkdir()
        encrypted = "true" if number % 2 else "false"
        text = ACCOUNT.format(account=f"{number + 111122223333}", number=number, encrypted=encrypted)
        (root / "main.tf").write_text(text, encoding="utf-8")
    (folder / ".srm-lint.yaml").write_text(SAAS, encoding="utf-8")
    report, ledger = assess([str(folder)], Options(today="2026-11-24"))
    path = folder / "ledger.html"
    with path.open("w", encoding="utf-8") as stream:
        renderer("html")(report, ledger, stream, View())
    return path


class Browser:
    """One page in a headless browser."""

    def __init__(self, path: Path) -> None:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        for argument in (
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--window-size=1400,1000",
        ):
            options.add_argument(argument)
        self.driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        self.driver.get(path.as_uri())

    def run(self, script: str) -> object:
        return self.driver.execute_script(script)

    def choose(self, field: str, value: str) -> list[str]:
        """Set a filter; the names of the systems that are shown then, and how long that took."""
        self.run(
            f"const field = document.getElementById('f-{field}'); field.value = {json.dumps(value)};"
            "const start = performance.now(); field.dispatchEvent(new Event('input')); document.body.offsetHeight;"
            "window.took = performance.now() - start"
        )
        return self.run(
            "return [...document.querySelectorAll('tr[data-system]')].filter((row) => row.offsetParent)"
            ".map((row) => row.cells[0].firstChild.textContent.trim())"
        )

    def media(self, **features: str) -> None:
        media = features.pop("media", "")
        listed = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": listed})

    def requests(self) -> list[str]:
        """What was asked for beside the page itself."""
        messages = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        sent = (m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent")
        return [url for url in sent if not url.startswith(("data:", "file:", "chrome:"))]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(page(tmp_path_factory.mktemp("small"), 1))
    yield browser
    browser.driver.quit()


@pytest.fixture
def browser(small: Browser) -> Browser:
    small.media()
    small.run("document.getElementById('dialog').close(); document.getElementById('reset').click()")
    return small


def test_it_asks_for_nothing_and_has_no_errors(small):
    assert small.requests() == []
    assert [entry["message"] for entry in small.driver.get_log("browser")] == []


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ({}, ["Amazon VPC", "Amazon RDS", "Amazon S3", "Terraform", "<b>Ledger</b> & 'Co'", "Dropbox", "Slack"]),
        ({"model": "SaaS"}, ["<b>Ledger</b> & 'Co'", "Dropbox", "Slack"]),
        ({"text": "aws_db_instance.orders"}, ["Amazon RDS"]),
        ({"text": "nothing of the kind"}, []),
        ({"duty": "backup", "state": "attested"}, ["Slack"]),
        (
            {"duty": "operating-system", "state": "provider"},
            ["Amazon S3", "Terraform", "<b>Ledger</b> & 'Co'", "Dropbox", "Slack"],
        ),
        ({"duty": "backup", "state": "gap"}, ["Amazon RDS", "Amazon S3"]),
        ({"model": "PaaS", "text": "s3"}, ["Amazon S3"]),
    ],
    ids=str,
)
def test_filters_leave_what_fits(browser, filters, shown):
    names = browser.choose("text", "")
    for field, value in filters.items():
        names = browser.choose(field, value)
    assert sorted(names) == sorted(shown)
    assert browser.run("return document.getElementById('shown').textContent").startswith(f"{len(shown)} of 7")
    assert browser.run("return document.getElementById('none').hidden") is bool(shown)


def test_a_cell_opens_its_evidence_with_the_code_by_keyboard_and_gives_the_focus_back(browser):
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    browser.run("document.querySelector('tr[data-system] td.gap a').focus()")
    start = browser.run("return document.activeElement.hash")
    ActionChains(browser.driver).send_keys(Keys.ARROW_LEFT).send_keys(Keys.ARROW_RIGHT).perform()
    assert browser.run("return document.activeElement.hash") == start
    ActionChains(browser.driver).send_keys(Keys.ENTER).perform()
    assert browser.run("return document.getElementById('dialog').open") is True
    assert browser.run("return document.querySelector('#dialog .chip').textContent") == "gap"
    assert browser.run("return document.querySelectorAll('#dialog ol.code li').length") > 0
    assert browser.run("return document.getElementById('dialog').contains(document.activeElement)") is True
    ActionChains(browser.driver).send_keys(Keys.ESCAPE).perform()
    assert browser.run("return document.getElementById('dialog').open") is False
    assert browser.run("return document.activeElement.hash") == start


def test_names_of_the_estate_are_text(browser):
    assert browser.run("return document.querySelectorAll('#matrix th b, article h3 b, td b').length") == 0
    assert "<b>Ledger</b> & 'Co'" in browser.run("return document.getElementById('matrix').textContent")


def test_a_table_says_what_its_cells_belong_to(browser):
    roles = browser.run(
        "return [...document.querySelectorAll('#matrix th')].map((head) => head.scope).filter((scope) => !scope).length"
    )
    unnamed = browser.run(
        "return [...document.querySelectorAll('#matrix td.c a')]"
        ".filter((link) => !(link.ariaLabel || link.textContent.trim())).length"
    )
    assert (roles, unnamed) == (0, 0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_written_can_be_read(browser, scheme):
    """Contrast of text by WCAG: at least 4.5 to 1."""
    browser.media(prefers_color_scheme=scheme)
    weak = browser.run(
        """
        const parse = (color) => color.match(/[\\d.]+/g).map(Number);
        const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
          .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
          .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
        const behind = (element) => {
          for (let at = element; at; at = at.parentElement) {
            const color = parse(getComputedStyle(at).backgroundColor);
            if (color.length < 4 || color[3] === 1) return color;
          }
          return [255, 255, 255];
        };
        return [...document.querySelectorAll('h1, h2, header p, thead th, tbody th, td.c:not(.not-applicable) a, .totals em, .chip, td, .soft')]
          .filter((element) => element.offsetParent && !element.closest('[data-count="0"], .not-applicable'))
          .filter((element) => {
            const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))];
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
          }).map((element) => element.outerHTML.slice(0, 80));
        """
    )
    assert weak == []


def test_paper_shows_the_evidence_of_what_is_open_and_no_controls(browser):
    browser.media(media="print")
    visible = "return getComputedStyle(document.querySelector('{}')).display !== 'none'"
    assert browser.run(visible.format("#evidence"))
    assert browser.run(visible.format("#evidence .duty.gap"))
    assert not browser.run(visible.format(".tools"))
    assert not browser.run(visible.format("#evidence .duty.not-assessed"))


def test_300_systems_are_below_two_megabytes_and_filtered_in_a_tenth_of_a_second(tmp_path):
    path = page(tmp_path, 99)
    assert path.stat().st_size < 2_000_000
    browser = Browser(path)
    try:
        assert len(browser.choose("text", "")) >= 300
        times = []
        for field, value in (
            ("text", "111122223340"),
            ("text", ""),
            ("model", "PaaS"),
            ("model", ""),
            ("state", "gap"),
            ("duty", "backup"),
        ):
            browser.choose(field, value)
            times.append(browser.run("return window.took"))
        assert sorted(times)[len(times) // 2] < 100
    finally:
        browser.driver.quit()
