"""Commands are found by their files and imported when they are called."""

import re
import sys

import pytest
import typer

from escalate_cli.cli.app import run
from escalate_cli.cli.command_loader import all_commands

VERBS = "tests.unit.cli.verbs"


@pytest.fixture
def nothing_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(f"{VERBS}.")]:
        monkeypatch.delitem(sys.modules, name)


def _imported() -> set[str]:
    return {name.removeprefix(f"{VERBS}.") for name in sys.modules if name.startswith(f"{VERBS}.")}


@pytest.mark.usefixtures("nothing_imported")
def test_only_the_command_called_is_imported() -> None:
    assert run(["ack", "1"], VERBS) == 0
    assert _imported() == {"acknowledge"}


@pytest.mark.usefixtures("nothing_imported")
def test_the_commands_can_be_named_without_importing_any() -> None:
    group = all_commands(VERBS)
    names = group.list_commands(typer.Context(group))
    assert names == ["acknowledge", "fail", "list", "log", "policy", "queue"]
    assert _imported() == set()


@pytest.mark.usefixtures("nothing_imported")
def test_an_unknown_command_imports_none() -> None:
    assert run(["lst"], VERBS) == 2
    assert _imported() == set()


@pytest.mark.parametrize(
    "argv",
    [
        ["acknowledge", "1", "2", "-m", "mine", "-n", "7"],
        ["ack", "1", "2", "-m", "mine", "-n", "7"],
        ["ack", "--message", "mine", "1", "-n7", "2"],
        ["ack", "-n", "7", "--message=mine", "--", "1", "2"],
    ],
    ids=["by name", "by alias", "options among arguments", "after two dashes"],
)
def test_arguments_reach_the_command(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(argv, VERBS) == 0
    assert capsys.readouterr().out == "1 2 mine 7\n"


@pytest.mark.parametrize(
    ("argv", "printed"),
    [
        (["list"], "T-1\tVPN – drops\n"),
        (["policy", "check", "--file", "a.yaml"], "a.yaml is good\n"),
        (["queue", "deliver", "--to", "bo"], "sent to bo\n"),
    ],
    ids=["a name that Python reserves", "a folder of commands", "a Typer app"],
)
def test_a_file_makes_a_command(
    argv: list[str], printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(argv, VERBS) == 0
    assert capsys.readouterr().out == printed


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["lst"], "unknown command 'lst'\nhelp: did you mean 'list'?"),
        (["add", "x"], "unknown command 'add'\nhelp: did you mean 'log'?"),
        (["xyzzy"], "unknown command 'xyzzy'\nhelp: escalate --help"),
        (["policy", "chck"], "unknown command 'chck'\nhelp: did you mean 'check'?"),
        (["policy", "xyzzy"], "unknown command 'xyzzy'\nhelp: escalate policy --help"),
        (["./list"], "unknown command './list'\nhelp: did you mean 'list'?"),
        (["li\x1bst"], "unknown command 'li<U+001B>st'\nhelp: did you mean 'list'?"),
        (["--json", "list"], "--json belongs after the command\nhelp: escalate COMMAND --json"),
        (["--now=9:00", "list"], "--now belongs after the command\nhelp: escalate COMMAND --now"),
        (["--versoin"], "no such option: --versoin\nhelp: did you mean '--version'?"),
    ],
    ids=lambda case: case[0] if isinstance(case, list) else "",
)
def test_a_wrong_name_is_answered_with_the_right_one(
    argv: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(argv, VERBS) == 2
    assert capsys.readouterr() == ("", f"escalate: error: {message}\n")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["ack"], "missing argument 'ID...'\nhelp: for example: escalate ack T-12"),
        (
            ["ack", "1", "--limt", "3"],
            "no such option: --limt\nhelp: did you mean '--limit'?",
        ),
        (["ack", "1", "-x"], "no such option: -x\nhelp: escalate ack --help"),
        (["ack", "1", "-m"], "option '-m' requires an argument\nhelp: escalate ack --help"),
        (
            ["ack", "1", "-n", "x"],
            "invalid value for '--limit' / '-n': 'x' is not a valid int\nhelp: escalate ack --help",
        ),
        (
            ["log", "Disk", "full"],
            "got unexpected extra argument(s) (full)\nhelp: escalate log --help",
        ),
        (["queue", "dliver"], "no such command 'dliver'\nhelp: did you mean 'deliver'?"),
    ],
    ids=lambda case: " ".join(case) if isinstance(case, list) else "",
)
def test_a_misuse_is_told_in_two_lines(
    argv: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(argv, VERBS) == 2
    assert capsys.readouterr() == ("", f"escalate: error: {message}\n")


def test_the_overview_groups_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", "all"], VERBS) == 0
    listed = capsys.readouterr().out.partition("Tickets:")
    assert listed[1] + listed[2] == (
        "Tickets:\n"
        "  list, mine, search  Show what is open\n"
        "  log                 Log a ticket\n"
        "\n"
        "Escalation:\n"
        "  acknowledge, ack  Take responsibility for a ticket\n"
        "\n"
        "Automation:\n"
        "  queue  Look after the messages that wait\n"
        "\n"
        "Policy:\n"
        "  policy  Read and try the policy\n"
        "\n"
        "Commands:\n"
        "  fail  Fail in the way asked\n"
        "\n"
        "escalate COMMAND --help explains one command.\n"
    )


def test_a_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ack", "-h"], VERBS) == 0
    assert capsys.readouterr().out == (
        "Usage: escalate ack [OPTIONS] ID...\n"
        "\n"
        "  Take responsibility for a ticket.\n"
        "\n"
        "  The ticket's level has answered from then on.\n"
        "\n"
        "Arguments:\n"
        "  ID...  [required]\n"
        "\n"
        "Options:\n"
        "  -m, --message <str>\n"
        "  -n, --limit <int>    [default: 30]\n"
        "\n"
        "Common options:\n"
        "  -h, --help  Show this message and exit.\n"
        "\n"
        "Examples:\n"
        "  escalate ack T-12\n"
        "  escalate ack 12 13 --message 'on it'\n"
    )


@pytest.mark.parametrize("group", ["maintenance", "outbox", "stakeholder"])
def test_a_group_knows_no_short_names_of_other_commands(
    group: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([group, "--help"]) == 0
    assert not {"mine", "search"} & set(re.findall(r"\w+", capsys.readouterr().out))
    assert run([group, "mine"]) == 2
    assert "unknown command 'mine'" in capsys.readouterr().err


@pytest.mark.parametrize("group", ["policy", "queue"])
def test_a_group_alone_shows_its_commands(group: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([group], VERBS) == 0
    assert f"Usage: escalate {group} " in capsys.readouterr().out
