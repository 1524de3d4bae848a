"""Words made to do harm are inert in every page that a command writes."""

import json
from pathlib import Path

import pytest

from escalate_cli.cli import completion
from tests.cli.shell import Shell
from tests.unit.render.pages.page_reading import PageReading
from tests.unit.render.tickets import HOSTILE

EVIL = f"<script>a(1)</script><img src=http://x.test/y onerror=a> </td></svg> {HOSTILE}"
OBEYED = {"\x1b", "\x07", "\u202e"}
PAGES = {
    ("board", "--html"): ("board", "--html", "page.html"),
    ("report", "--html"): ("report", "--since", "9d", "--tickets", "--html", "page.html"),
    ("handoff", "--html"): ("handoff", "1", "2", "--html", "page.html"),
    ("review", "--export"): ("review", "2", "--export", "page.html"),
    ("policy flow", "--format"): ("policy", "flow", "--traffic", "--format", "svg"),
}
"""By the option of the command that writes it; what programs read is written by others."""
MORE = (
    ("board", "--public", "--html", "page.html"),
    ("handoff", "--html", "page.html"),
    (
        "report",
        "--since",
        "9d",
        "--group-by",
        "person",
        "--section",
        "people",
        "--html",
        "page.html",
    ),
)
DATA = {("export", "--format")}
"""What is read by programs."""


@pytest.fixture
def team(support: Shell) -> Shell:
    """Let every word of people be hostile, and the policy's too."""
    support.amend("Bo Lind", "'<script>bo</script>'")
    for number in range(6):
        support.log(f"{number} {EVIL}", "-p", "P1", "-r", "kim", "-d", EVIL)
    support.done("note", "1", EVIL)
    support.done("wait", "3", "--for", "vendor", "-m", EVIL)
    support.done("escalate", "1", "-m", EVIL)
    support.done("resolve", "2", "-m", EVIL, now="+30m")
    support.done("review", "2", "--root-cause", EVIL, "--action", "<b>look owner:ana", now="+1h")
    support.done("check", now="+2h")
    return support


@pytest.mark.parametrize("argv", [*PAGES.values(), *MORE], ids=" ".join)
def test_hostile_words_are_text_alone(
    team: Shell, argv: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    printed = team.done(*argv, now="+3h").stdout
    file = tmp_path / "page.html"
    page = file.read_text(encoding="utf-8") if file.exists() else printed
    read = PageReading(page)
    assert {"script", "img", "a", "iframe", "link", "form"} & set(read.tags) == set()
    assert [name for name, _ in read.attributes if name.startswith("on")] == []
    assert {name for name, _ in read.attributes} & {"src", "href", "action", "srcset"} == set()
    assert set(page) & OBEYED == set()


def test_no_page_is_left_out() -> None:
    table = json.loads(Path(completion.__file__).with_name("commands.json").read_text("utf-8"))
    found = {
        (name, option)
        for name, options in _options(table["commands"])
        for option in options
        if option in {"--html", "--export", "--format"}
    }
    assert found == {*PAGES, *DATA}


def _options(
    commands: dict[str, dict[str, object]], before: str = ""
) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for name, told in commands.items():
        rows = told.get("options", [])
        assert isinstance(rows, list)
        found.append((f"{before}{name}", [option for row in rows for option in row[0]]))
        below = told.get("commands", {})
        assert isinstance(below, dict)
        found += _options(below, f"{before}{name} ")
    return found
