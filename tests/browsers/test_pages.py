"""Pages in a headless Chromium: nothing is complained of, nothing asked for, all is printed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.unit.render.tickets import HOSTILE

pytestmark = pytest.mark.browsers
CHROMIUM = shutil.which("chromium") or "chromium"
PAGES = {
    "report": ("report", "--since", "10d"),
    "board": ("board",),
    "public board": ("board", "--public"),
}


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, escalate: Shell) -> Path:
    """Make one page of a team with hostile words in it."""
    escalate.done("init", "--sample", "it-support")
    for number in range(12):
        escalate.done("log", f"<script>alert({number})</script> {HOSTILE}", "-p", "P1")
    escalate.done("check", now="+30h")
    escalate.done("resolve", "1..6", "-m", "</td><img src=http://x.test/y>", now="+31h")
    file = escalate.store.parent / "page.html"
    escalate.done(*PAGES[request.param], "--html", str(file), now="+32h")
    return file


def opened(page: Path, *options: str) -> str:
    """Open a page, and return all that the browser says on its standard error."""
    command = (
        *(CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu"),
        *("--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND"),
        f"--user-data-dir={page.parent / 'browser'}",
    )
    done = subprocess.run(
        [*command, *options, page.as_uri()],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    return done.stderr


def test_the_browser_has_nothing_to_say(page: Path) -> None:
    assert "CONSOLE" not in opened(page, "--dump-dom")


def test_no_request_leaves(page: Path) -> None:
    log = page.parent / "net.json"
    opened(page, "--dump-dom", f"--log-net-log={log}")
    asked = set(re.findall(r'"url":"([^"]+)"', log.read_text(encoding="utf-8")))
    of_the_page = {url for url in asked if "x.test" in url or url.startswith(("file:", "data:"))}
    assert of_the_page <= {page.as_uri()}


def test_it_prints_on_one_sheet(page: Path) -> None:
    sheets = page.parent / "page.pdf"
    opened(page, "--no-pdf-header-footer", f"--print-to-pdf={sheets}")
    assert len(re.findall(rb"/Type /Page\b", sheets.read_bytes())) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_drawn_by_day_and_by_night(page: Path, scheme: str) -> None:
    picture = page.parent / f"{scheme}.png"
    dark = ["--blink-settings=preferredColorScheme=0"] if scheme == "dark" else []
    opened(page, "--window-size=1000,1400", f"--screenshot={picture}", *dark)
    assert picture.stat().st_size > 10_000
