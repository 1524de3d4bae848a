"""No page runs over the edge of its terminal, and what explains something is never cut."""

import os
import pty
import re
import sys
from fcntl import ioctl
from struct import pack
from termios import TIOCSWINSZ
from threading import Thread

import pytest

from escalate_cli.cli.app import run
from escalate_cli.text_width import cells
from tests.cli.shell import NINE, Shell, until_closed
from tests.reference import COMMANDS

LATER = "2026-11-23T11:00:00+01:00"
TITLE = "Q" * 150
"""A title that no line holds; what is cut after another letter was no title."""

NO_BREAK = r"\S*[/:]\S{30,}$"
"""A path or a key, which is to be copied in one piece."""

REASON = (
    "the provider says that a switch of theirs is broken and that nobody can say when it is back"
)
PAGES = [
    *("now", "list", "list --group-by owner", "list --sort title", "mine", "search switch"),
    *("show 1", "show 1 --all", "show 2 --all", "show 3", "why 1", "why 2", "why 3 resolve"),
    *("forecast 1", "forecast 2 --for 5d", "check --dry-run", "report", "report --by owner"),
    *("outbox list", "outbox show T-1", "oncall", "oncall --for 2w", "delegate --list"),
    *("maintenance", "review --due", "review 4", "handoff", "handoff 2", "doctor", "where"),
    *("policy check", "policy test", "policy flow", "policy triggers", "policy replay"),
    *("policy explain W101", "policy explain", "stakeholder list 1", "verify", "archive"),
    *("undo 1 --dry-run -m x", "undo 2 --dry-run -m x", "note 1 x", "complain 3 x"),
    *("escalate 3 --to L2 -m x", "log x --customer acme -p P1 -r kim", "check"),
    *("help all", "help queries", "help times", "help exit-codes", "help env", "--help"),
    *("list is:unassigned", "list --fields nope", "list --sort nope", "ack 1 --as kimberly"),
    *("escalate 1 --to L9 -m x", "wait 1 --for holiday -m x", "why 1 nope", "log x -p P9"),
    *("restore nofile", "policy diff nofile", "import nofile.csv", "outbox test mail"),
    *("beat x", "excuse 1 --clock update -m x", "link 1 --duplicate-of 99", "lsit", "list --csv"),
]


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Play a day with a long title, a long reason and a long name at every place."""
    folder = tmp_path_factory.mktemp("width")
    home = {"HOME": str(folder), "TZ": "UTC", "ESCALATE_ACTOR": "ana", "ESCALATE_NOW": NINE}
    shell = Shell(folder / ".escalate", home | {"PATH": os.environ["PATH"], "USER": "root"})
    shell.done("init", "--sample", "it-support")
    for number, priority in enumerate(["P1", "P2", "P3", "P1"]):
        title = TITLE if number else f"{TITLE} 日本語"
        shell.log(title, "-p", priority, "-r", "a.person.with.a.long.name@customer.example")
    shell.done("escalate", "2", "--to", "L2", "-m", REASON, "--tried", REASON, now="+5m")
    shell.done("note", "1", REASON, "--public", now="+6m")
    shell.done("wait", "3", "vendor", REASON, now="+7m")
    shell.done("resolve", "4", REASON, now="+8m")
    shell.done("review", "4", "--root-cause", REASON, now="+9m")
    shell.done("escalate", "3", "--to", "L3", "-m", REASON, now="+10m")
    shell.done(
        "delegate", "lee", "--to", "di", "--until", "+2h", "-m", REASON, "--as", "lee", now="+11m"
    )
    shell.done("check", now=LATER)
    shell.env |= {"ESCALATE_NOW": LATER, "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    return shell


@pytest.mark.parametrize("columns", [80, 200])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_and_only_titles_are_cut(week: Shell, page: str, columns: int) -> None:
    shown = _seen(week, page.split(), columns)
    assert shown, "a page says something"
    assert not [line for line in shown if cells(line) > columns and not re.search(NO_BREAK, line)]
    if not page.startswith("help"):
        assert not [line for line in shown if re.search(r"(?<!Q)…(?! \d+ more)", line)]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_fits_with_its_examples(week: Shell, command: str) -> None:
    shown = _seen(week, [*command.split(), "--help"], 80)
    assert not [line for line in shown if cells(line) > 80]


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
@pytest.mark.parametrize(
    "page", ["show 2 --all", "why 2", "outbox show T-2", "delegate --list", "handoff 2", "review 4"]
)
def test_what_somebody_gave_as_a_reason_is_there_to_its_end(
    week: Shell, page: str, columns: int
) -> None:
    words = "".join("".join(_seen(week, page.split(), columns)).split())
    if page == "why 2":
        assert "noskill" in words
    else:
        assert REASON.replace(" ", "")[-20:] in words


def _seen(shell: Shell, argv: list[str], columns: int) -> list[str]:
    """Return the lines that a terminal shows of a command that runs in this process."""
    main, side = pty.openpty()
    ioctl(side, TIOCSWINSZ, pack("HHHH", 24, columns, 0, 0))
    read: list[bytes] = []
    reader = Thread(target=lambda: read.extend(until_closed(main)))
    reader.start()
    with pytest.MonkeyPatch.context() as patch, open(side, "w", encoding="utf-8") as screen:  # noqa: PTH123 - a number has no path
        for name in [name for name in os.environ if name.startswith(("ESCALATE_", "XDG_"))]:
            patch.delenv(name)
        patch.delenv("COLUMNS", raising=False)
        for name, value in shell.env.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", open(os.devnull, encoding="utf-8"))  # noqa: PTH123, SIM115
        patch.setattr(sys, "stdout", screen)
        patch.setattr(sys, "stderr", screen)
        run(argv)
    reader.join()
    os.close(main)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", b"".join(read).decode())
    return text.replace("\r\n", "\n").splitlines()
