"""What takes the place of a worker where the documentation is opened from disk, in headless Chromium."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
SCRIPT = Path(__file__).parents[2] / "docs/assets/iframe-worker.js"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.unguarded,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER and importlib.util.find_spec("selenium")),
        reason="needs chromium, chromedriver (Debian: chromium chromium-driver) and selenium",
    ),
]

WORKER = """
self.onmessage = ({data}) => { data.words.push("changed"); self.postMessage({count: data.words.length}) };
"""


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    folder = tmp_path_factory.mktemp("page")
    shutil.copy(SCRIPT, folder)
    (folder / "worker.js").write_text(WORKER, encoding="utf-8")
    (folder / "page.html").write_text('<script src="iframe-worker.js"></script><body></body>', encoding="utf-8")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"):
        options.add_argument(argument)
    chrome = webdriver.Chrome(options=options, service=Service(DRIVER))
    chrome.get((folder / "page.html").as_uri())
    yield chrome
    chrome.quit()


def test_it_answers_and_changes_nothing_of_the_senders(driver):
    answer = driver.execute_async_script(
        "const [done] = arguments; const sent = {words: ['one']}; const worker = new Worker('worker.js');"
        "worker.onmessage = ({data}) => done([data.count, sent.words]); worker.postMessage(sent);"
    )
    assert answer == [2, ["one"]]


def test_an_ended_one_answers_no_more(driver):
    answer = driver.execute_async_script(
        "const [done] = arguments; const worker = new Worker('worker.js'); worker.onmessage = () => done('answered');"
        "worker.postMessage({words: []}); worker.terminate(); setTimeout(() => done('silent'), 300);"
    )
    assert answer == "silent"


def test_a_script_that_is_not_there_is_an_error(driver):
    answer = driver.execute_async_script(
        "const [done] = arguments; const worker = new Worker('nowhere.js'); worker.onerror = (event) => done(event.error.message);"
    )
    assert answer == "nowhere.js cannot be loaded"
