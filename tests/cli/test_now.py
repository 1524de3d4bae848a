"""`escalate` alone is the page now: read-only, on any terminal, and data in a pipe."""

import json
import os
import pty
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path
from select import select
from struct import pack
from termios import TIOCSWINSZ

import pytest

from tests.cli.shell import NINE, PROGRAM, Shell, on_terminal
from tests.patience import PATIENCE

ELEVEN = "2026-11-23T11:00:00+01:00"


@pytest.fixture
def busy(support: Shell) -> Callable[[int], Shell]:
    """Log some tickets of which the last is a P1, which is overdue at eleven."""

    def log(number: int) -> Shell:
        drafts = [{"title": f"Printer {n} jams again", "priority": "P3"} for n in range(1, number)]
        drafts.append({"title": "No mail \\\\files [urgent]", "priority": "P1"})
        support.done("log", "--from", "-", stdin="\n".join(map(json.dumps, drafts)))
        return support

    return log


@pytest.fixture(scope="module")
def thousands(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Log 2,000 tickets of which the last is a P1, which is overdue at eleven."""
    folder = tmp_path_factory.mktemp("thousands")
    env = {"HOME": str(folder), "ESCALATE_NOW": NINE, "ESCALATE_ACTOR": "ana"}
    shell = Shell(folder / "store", env | {"PATH": os.environ["PATH"]})
    shell.done("init", "--sample", "it-support")
    drafts = [{"title": f"Printer {n} jams again", "priority": "P3"} for n in range(1, 2000)]
    drafts.append({"title": "No mail", "priority": "P1"})
    shell.done("log", "--from", "-", stdin="\n".join(map(json.dumps, drafts)))
    return shell


def shown(shell: Shell, columns: int, lines: int, *argv: str, **more: str) -> list[str]:
    """Return what a terminal of some size shows, and where the person types on."""
    env = {name: value for name, value in shell.env.items() if name != "COLUMNS"}
    env |= {"TERM": "xterm", "ESCALATE_NOW": ELEVEN} | more
    seen = on_terminal([PROGRAM, *argv], env, size=(lines, columns))
    assert seen.code == 0, seen.stdout
    return seen.plain.removesuffix("\n").split("\n")


@pytest.mark.parametrize(("columns", "lines"), [(40, 10), (60, 15), (80, 24), (200, 50)])
@pytest.mark.parametrize("number", [4, 40, 400])
def test_the_worst_is_on_the_screen_and_nothing_runs_over_it(
    busy: Callable[[int], Shell], number: int, columns: int, lines: int
) -> None:
    page = shown(busy(number), columns, lines)
    assert len(page) <= lines - 1
    assert all(len(line) <= columns for line in page)
    presses = next(n for n, line in enumerate(page) if line.startswith("PRESSING"))
    assert page[presses + 1].startswith(f"!  T-{number} ")
    assert "Printer" not in " ".join(page[: presses + 2])


@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"LC_ALL": "C"}], ids=str)
def test_it_says_the_same_without_colours(
    busy: Callable[[int], Shell], more: dict[str, str]
) -> None:
    shell = busy(4)
    assert shown(shell, 80, 24, **more) == shown(shell, 80, 24)


def test_nothing_is_changed_by_looking(busy: Callable[[int], Shell]) -> None:
    shell = busy(4)
    before = {path: path.read_bytes() for path in shell.store.rglob("*") if path.is_file()}
    shell.done(now=ELEVEN)
    shown(shell, 80, 24)
    after = {path: path.read_bytes() for path in shell.store.rglob("*") if path.is_file()}
    assert after == before


def test_a_pipe_gets_a_row_for_each_ticket(busy: Callable[[int], Shell]) -> None:
    shell = busy(3)
    shell.done("ack", "1", "--take")
    rows = shell.done(now=ELEVEN).rows
    assert [row[:3] for row in rows] == [
        ["pressing", "T-3", "P1"],
        ["yours", "T-2", "P3"],
        ["yours", "T-1", "P3"],
    ]
    assert rows[0][6:] == ["acknowledge", "2026-11-23T08:15:00Z", "6300", "", rows[0][-1]]
    assert shell.done("now", "-n", "1", "--fields", "id", now=ELEVEN).rows == [["T-3"], ["T-2"]]


def test_json_is_one_document(busy: Callable[[int], Shell]) -> None:
    shell = busy(3)
    page = shell.done("now", "--json", now=ELEVEN).data
    assert list(page)[:8] == [
        *("schema", "now", "person", "levels", "open", "overdue", "at_risk", "last_check_at"),
    ]
    assert (page["person"], page["levels"], page["open"], page["overdue"]) == ("ana", ["L1"], 3, 1)
    assert [each["id"] for each in page["pressing"]] == ["T-3"]
    assert (page["awaiting_check"], page["last_check_at"]) == (1, None)
    shell.done("check", now=ELEVEN)
    assert shell.done("now", "--json", now=ELEVEN).data["last_check_at"] == "2026-11-23T10:00:00Z"


def test_what_comes_next_is_what_the_next_check_does(busy: Callable[[int], Shell]) -> None:
    shell = busy(2)
    coming = shell.done("now", "--json").data["next"]
    assert coming
    for each in coming:
        decided = shell.done("check", "--dry-run", "--json", now=each["at"]).data["decisions"]
        said = [(one["ticket"], one["trigger"], one["action"]) for one in decided]
        assert (each["ticket"], each["trigger"], each["action"]) in said


def test_without_a_store_a_person_is_told_how_to_begin(escalate: Shell, tmp_path: Path) -> None:
    page = shown(escalate, 80, 24)
    assert f"There is no store yet: {escalate.store} would be it." in page
    assert any(line.startswith("  escalate init ") for line in page)
    assert not escalate.store.exists()
    refused = escalate()
    assert (refused.code, refused.stdout) == (2, "")
    assert f"there is no store in {escalate.store}" in refused.stderr


def test_ids_alone_can_only_mean_to_show_them(busy: Callable[[int], Shell]) -> None:
    shell = busy(2)
    assert shell.done("1", "T-2", "--json").stdout == shell.done("show", "1", "2", "--json").stdout
    assert shell("7").code == 1
    assert "unknown command 'T-'" in shell("T-").stderr


def test_only_a_terminal_can_be_watched(support: Shell) -> None:
    refused = support("now", "--watch")
    assert (refused.code, refused.stdout) == (2, "")
    assert "only a terminal can be watched\nhelp: escalate now --json" in refused.stderr


@pytest.mark.parametrize(("term", "between"), [("xterm", "\x1b[H\x1b[2J"), ("dumb", "\n\r\n")])
def test_a_watched_page_is_printed_anew_with_what_came_since(
    busy: Callable[[int], Shell], term: str, between: str
) -> None:
    shell = busy(2)
    main, side = pty.openpty()
    command = "import escalate_cli.cli.commands.now as now; now._MINUTE = 0.2;"
    command += "from escalate_cli.cli.app import main; main()"
    env = shell.env | {"TERM": term, "PATH": os.environ["PATH"], "NO_COLOR": "1"}
    argv = [str(Path(PROGRAM).with_name("python")), "-c", command, "now", "--watch"]
    with _watching(argv, env, side) as watching:
        text = _until(main, "2 open", "")
        shell.log("Disk full")
        text = _until(main, "3 open", text)
        watching.send_signal(signal.SIGINT)
        assert watching.wait(PATIENCE) == 130
    os.close(main)
    assert between in text
    assert "Traceback" not in text


def test_a_watched_page_is_printed_at_once_in_another_size(
    busy: Callable[[int], Shell],
) -> None:
    shell = busy(40)
    shell.done("check", now=ELEVEN)
    env = {name: value for name, value in shell.env.items() if name != "COLUMNS"}
    env |= {"TERM": "xterm", "PATH": os.environ["PATH"], "NO_COLOR": "1", "ESCALATE_NOW": ELEVEN}
    main, side = pty.openpty()
    ioctl(side, TIOCSWINSZ, pack("HHHH", 50, 200, 0, 0))
    with _watching([PROGRAM, "now", "--watch"], env, side) as watching:
        wide = _until(main, "Printer 39", "")
        ioctl(main, TIOCSWINSZ, pack("HHHH", 15, 60, 0, 0))
        watching.send_signal(signal.SIGWINCH)
        narrow = _until(main, "is:mine", _until(main, "\x1b[2J", "").partition("\x1b[2J")[2])
        watching.send_signal(signal.SIGINT)
        assert watching.wait(PATIENCE) == 130
    os.close(main)
    assert max(map(len, wide.splitlines())) > 60
    assert max(map(len, narrow.splitlines())) <= 60
    assert "PRESSING" in narrow


@pytest.mark.parametrize(("columns", "lines"), [(40, 10), (60, 15), (80, 24), (200, 50)])
def test_of_thousands_the_worst_is_on_the_screen(
    thousands: Shell, columns: int, lines: int
) -> None:
    for page in (shown(thousands, columns, lines), shown(thousands, columns, lines, "list")):
        assert len(page) <= lines - 1
        assert all(len(line) <= columns for line in page)
        [first, *_] = [line for line in page if " T-" in line]
        assert first.startswith("!  T-2000 ")
        assert re.search(r"\b1,?9\d\d\b", "\n".join(page))


@contextmanager
def _watching(argv: list[str], env: dict[str, str], side: int) -> Iterator[subprocess.Popen[bytes]]:
    """Watch on a terminal, and leave nothing that goes on where the test fails."""
    with subprocess.Popen(argv, env=env, stdin=side, stdout=side, stderr=side) as watching:
        os.close(side)
        try:
            yield watching
        finally:
            watching.kill()


def _until(terminal: int, wanted: str, text: str) -> str:
    while wanted not in text:
        assert select([terminal], [], [], PATIENCE)[0], f"{wanted!r} never came:\n{text}"
        text += os.read(terminal, 65536).decode()
    return text
