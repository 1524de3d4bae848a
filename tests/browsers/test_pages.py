"""Pages in a headless Chromium: nothing is complained of, nothing asked for, all is printed."""

import html
import json
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.unit.render.tickets import HOSTILE

pytestmark = pytest.mark.browsers
CHROMIUM = shutil.which("chromium") or "chromium"
PAGES = {
    "report": ("report", "--since", "10d", "--html"),
    "board": ("board", "--html"),
    "public board": ("board", "--public", "--html"),
    "hand-off": ("handoff", "--html"),
    "review": ("review", "1", "--export"),
}
ONE_SHEET = ("report", "board", "public board")
SCHEMES = {"light": [], "dark": ["--blink-settings=preferredColorScheme=0"]}
AXE = re.compile(r"<pre id=\"axe\">(.*?)</pre>", re.DOTALL)
RUN_AXE = """
axe.run(document, {resultTypes: ["violations"]}).then(found => {
  const told = document.createElement("pre");
  told.id = "axe";
  told.textContent = JSON.stringify(found.violations.map(
    each => [each.impact, each.id, each.nodes.map(node => node.html)]));
  document.body.append(told);
});
"""
"""Leaves what it finds at the end of the page."""


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, escalate: Shell) -> Path:
    """Make one page of a team with hostile words in it."""
    escalate.done("init", "--sample", "it-support")
    for number in range(12):
        escalate.done("log", f"<script>alert({number})</script> {HOSTILE}", "-p", "P1")
    escalate.done("check", now="+30h")
    escalate.done("resolve", "1..6", "-m", "</td><img src=http://x.test/y>", now="+31h")
    file = escalate.store.parent / "page.html"
    escalate.done(*PAGES[request.param], str(file), now="+32h")
    return file


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the script of axe-core, from npm."""
    folder = tmp_path_factory.mktemp("axe")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("there is no npm, from which axe-core comes")
    packed = subprocess.run(
        [npm, "pack", "--silent", "axe-core@4"], cwd=folder, capture_output=True, check=False
    )
    if packed.returncode:
        pytest.skip("npm has no axe-core to give")
    with tarfile.open(next(folder.glob("*.tgz"))) as package:
        member = package.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()


def opened(page: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Open a page; what the browser says is on its standard error."""
    command = (
        *(CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu"),
        *("--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND"),
        f"--user-data-dir={page.parent / 'browser'}",
    )
    return subprocess.run(
        [*command, *options, page.as_uri()],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )


def test_the_browser_has_nothing_to_say(page: Path) -> None:
    assert "CONSOLE" not in opened(page, "--dump-dom").stderr


def test_no_request_leaves(page: Path) -> None:
    log = page.parent / "net.json"
    opened(page, "--dump-dom", f"--log-net-log={log}")
    asked = set(re.findall(r'"url":"([^"]+)"', log.read_text(encoding="utf-8")))
    of_the_page = {url for url in asked if "x.test" in url or url.startswith(("file:", "data:"))}
    assert of_the_page <= {page.as_uri()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_a_reader_out(page: Path, axe: str, scheme: str) -> None:
    """Find what axe-core calls serious or critical, in a copy that may run its script."""
    text = page.read_text(encoding="utf-8")
    free = re.sub(r"<meta http-equiv=\"[^>]*>", "", text)
    script = f"<script>{axe}</script><script>{RUN_AXE}</script>"
    copy = page.parent / "copy.html"
    copy.write_text(free.replace("</body>", f"{script}</body>"), encoding="utf-8")
    shown = opened(copy, "--dump-dom", "--virtual-time-budget=20000", *SCHEMES[scheme]).stdout
    found = AXE.search(shown)
    assert found is not None, "axe-core did not run"
    violations = json.loads(html.unescape(found[1]))
    assert [each for each in violations if each[0] in {"serious", "critical"}] == []


@pytest.mark.parametrize("page", ONE_SHEET, indirect=True)
def test_it_prints_on_one_sheet(page: Path) -> None:
    sheets = page.parent / "page.pdf"
    opened(page, "--no-pdf-header-footer", f"--print-to-pdf={sheets}")
    assert len(re.findall(rb"/Type /Page\b", sheets.read_bytes())) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_drawn_by_day_and_by_night(page: Path, scheme: str) -> None:
    picture = page.parent / f"{scheme}.png"
    opened(page, "--window-size=1000,1400", f"--screenshot={picture}", *SCHEMES[scheme])
    assert picture.stat().st_size > 10_000
