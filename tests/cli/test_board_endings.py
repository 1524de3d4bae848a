"""However the board ends, the terminal is as it was; and while nobody types it writes nothing."""

import os
import re
import signal
import sys
from fcntl import ioctl
from struct import pack
from termios import TIOCSWINSZ

import pytest

from tests.cli.board_screen import Screen, board
from tests.cli.shell import PROGRAM, Shell, answering
from tests.patience import PATIENCE, comes, cpu_of

pytest.importorskip("textual")

LEFT = b"\x1b[?1049l"
"""The end of the screen that the board had for itself."""
IDLE = float(os.environ.get("ESCALATE_TEST_IDLE", "12"))
WIDE = 200
SIZES = ((50, WIDE), (24, 80), (50, WIDE), (10, 40))
"""After the first one, which is as small as the last."""
TITLED = b"_0_1"
TITLE = re.compile(rb"(?:_\d+)+")
LONG = "".join(f"_{number}" for number in range(50))
CRASHES = """
import sys
from escalate_cli.cli.live_board.app import LiveBoard
from escalate_cli.cli.app import main
LiveBoard.action_help = lambda _: 1 / 0
sys.argv = ["escalate", "board"]
main()
"""


def shown_widths(screen: Screen) -> list[int]:
    """Make the terminal larger and smaller; return how much of a long title each size shows.

    Only a wide one shows all of it, so that each size is known to be there before the next.
    """
    widths = []
    for lines, columns in SIZES:
        ioctl(screen.side, TIOCSWINSZ, pack("HHHH", lines, columns, 0, 0))
        width = None
        while width is None or (width == len(LONG)) != (columns == WIDE):
            shown = screen.until(TITLED) + screen.within(1)
            width = len(TITLE.findall(shown)[-1])
        widths.append(width)
    return widths


@pytest.fixture
def team(support: Shell) -> Shell:
    """Log one ticket."""
    support.log("Mail is down", "-p", "P1", "-r", "kim")
    return support


@pytest.mark.parametrize(("typed", "code"), [(b"q", 0), (b"\x03", 130)], ids=["q", "^C"])
def test_a_key_ends_it(team: Shell, typed: bytes, code: int) -> None:
    with board(team) as screen:
        os.write(screen.main, typed)
        assert screen.until(LEFT)
        assert screen.process.wait(PATIENCE) == code
        assert screen.is_as_it_was


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_as_any_program(team: Shell, number: int, code: int) -> None:
    with board(team) as screen:
        screen.process.send_signal(number)
        assert screen.until(LEFT)
        assert screen.process.wait(PATIENCE) == code
        assert screen.is_as_it_was


def test_it_stops_for_the_shell_and_goes_on(team: Shell) -> None:
    env = {**team.env, "ESCALATE_STORE": str(team.store), "TERM": "xterm-256color", "PS1": "here> "}
    env.pop("COLUMNS")
    done = answering(
        ["bash", "--norc", "--noprofile", "-i"],
        env,
        [
            ("here> ", f"stty rows 24 cols 80; {PROGRAM} board\n"),
            ("Mail is down", "\x1a"),
            ("Stopped", "fg\n"),
            ("Mail is down", "q"),
            ("here> ", "exit\n"),
        ],
    )
    assert done.code == 0


def test_a_crash_gives_the_terminal_back_and_fails(team: Shell) -> None:
    with board(team, sys.executable, "-c", CRASHES) as screen:
        os.write(screen.main, b"?")
        assert screen.until(b"ZeroDivisionError", screen.until(LEFT))
        assert screen.process.wait(PATIENCE) == 1
        assert screen.is_as_it_was


def test_a_store_that_breaks_is_told_of_and_nothing_else_happens(team: Shell) -> None:
    with board(team) as screen:
        for file in sorted(team.store.glob("*.json")):
            file.write_bytes(b"\xff" * 20)
        os.write(screen.main, b"\r")
        assert screen.until(b"doctor")
        os.write(screen.main, b"q")
        assert screen.process.wait(PATIENCE) == 0


@pytest.mark.parametrize("command", [["board"], ["now", "--watch"]], ids=" ".join)
def test_when_the_terminal_changes_its_size_it_is_laid_out_anew(
    support: Shell, command: list[str]
) -> None:
    support.log(LONG, "-p", "P1", "-r", "kim")
    with board(support, PROGRAM, *command, size=(10, 40), awaited=TITLED) as screen:
        large, middle, again, small = shown_widths(screen)
        assert small < middle < large == again == len(LONG)
        os.write(screen.main, b"\x03")
        assert screen.process.wait(PATIENCE) == 130


def test_while_nobody_types_it_writes_nothing_and_costs_little(team: Shell) -> None:
    """A minute may cost a second of CPU; it is as much in a part of it."""
    with board(team) as screen:
        assert comes(lambda: screen.within(2) == b"")
        before = cpu_of(screen.process.pid)
        assert screen.within(IDLE) == b""
        assert (cpu_of(screen.process.pid) - before) * 60 / IDLE <= 1.0
