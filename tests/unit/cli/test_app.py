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
