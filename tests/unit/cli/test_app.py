"""One command line in, one exit code out."""

import pytest

from escalate_cli import __version__
from escalate_cli.cli.app import run
from tests.unit.cli.process import VERBS, python


@pytest.mark.parametrize("argv", [["-h"], ["--help"], ["help"]], ids=" ".join)
def test_the_overview_is_never_far(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(argv, VERBS) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Usage: escalate COMMAND [ARGUMENTS]\n")
    assert "--version   Print the version." in out
    assert err == ""


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        (["help", "ack"], ["ack", "--help"]),
        (["help", "all"], ["--help", "list"]),
        (["help", "policy"], ["policy", "--help"]),
        (["help", "policy", "check"], ["policy", "check", "-h"]),
    ],
    ids=["a command", "all commands", "a group", "a command of a group"],
)
def test_help_can_be_asked_in_words(
    asked: list[str], same: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(same, VERBS) == 0
    by_option = capsys.readouterr()
    assert run(asked, VERBS) == 0
    assert capsys.readouterr() == by_option


def test_help_about_nothing_we_have_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", "lgo"], VERBS) == 2
    assert "did you mean 'log'?" in capsys.readouterr().err


def test_the_version_costs_no_typer() -> None:
    code = (
        "import sys; from escalate_cli.cli.app import run; run(['--version']);"
        "sys.exit(int('typer' in sys.modules))"
    )
    ran = python("-c", code)
    assert (ran.returncode, ran.stdout) == (0, f"escalate {__version__}\n")


def test_a_command_loads_no_rich_and_no_yaml() -> None:
    code = (
        "import sys; from escalate_cli.cli.app import run;"
        f"run(['ack', '1'], {VERBS!r});"
        "print(*{'rich', 'yaml', 'tinydb', 'dateutil', 'click'} & set(sys.modules))"
    )
    assert python("-c", code).stdout == "1  30\n\n"


def test_it_runs_with_no_environment_at_all() -> None:
    ran = python("-c", f"from escalate_cli.cli.app import main; main({VERBS!r})", "list", env={})
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "T-1\tVPN – drops\n", "")


OWN = "import atexit, os, sys, threading\nfrom escalate_cli.cli.app import main\n"
LISTS = f"sys.argv[1:] = ['list']; main({VERBS!r})"


def test_it_leaves_without_being_taken_apart() -> None:
    kept = "class Kept:\n    def __del__(self): os.write(1, b'apart')\nkept = Kept()\n"
    ran = python("-c", f"{OWN}{kept}{LISTS}")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "T-1\tVPN – drops\n", "")


def test_what_is_to_be_done_at_the_exit_is_done() -> None:
    ran = python("-c", f"{OWN}atexit.register(lambda: print('cleaned up'))\n{LISTS}")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "T-1\tVPN – drops\ncleaned up\n", "")


def test_a_thread_that_still_works_is_waited_for() -> None:
    work = "def send():\n    threading.main_thread().join()\n    os.write(1, b'sent')\n"
    ran = python("-c", f"{OWN}{work}threading.Thread(target=send).start()\n{LISTS}")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "T-1\tVPN – drops\nsent", "")
