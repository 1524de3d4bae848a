"""What people of other programs type is told from what it says here."""

import pytest

from tests.cli.shell import Shell


@pytest.mark.parametrize(
    ("argv", "advice"),
    [
        (["list", "--json", "id,title"], "escalate list --json --fields id,title"),
        (["list", "--jsonl", "owner"], "escalate list --jsonl --fields owner"),
        (["show", "1", "--json", "id"], "escalate show --json --fields id"),
        (["list", "--json=id,due_at"], "escalate list --json --fields id,due_at"),
        (["note", "1", "x", "--json="], "escalate note --json --fields A,B"),
    ],
    ids=" ".join,
)
def test_fields_after_json_are_refused(escalate: Shell, argv: list[str], advice: str) -> None:
    refused = escalate(*argv)
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr.endswith(f"selects no fields\nhelp: {advice}\n")


@pytest.mark.parametrize(
    "argv",
    [
        ["list", "--json"],
        ["list", "--json", "zebra"],
        ["list", "--json", "id,zebra"],
        ["list", "title", "--json"],
        ["log", "--json", "title"],
        ["list", "--json", "priority:P1"],
    ],
    ids=" ".join,
)
def test_what_can_be_meant_is_done(escalate: Shell, argv: list[str]) -> None:
    assert escalate(*argv).code == 0


@pytest.mark.parametrize(
    ("argv", "missing"),
    [
        (["assign", "60"], "PERSON"),
        (["assign", "60", "-m", "ill"], "PERSON"),
        (["assign", "-m", "ill"], "ID..."),
        (["assign"], "ID..."),
    ],
    ids=" ".join,
)
def test_the_argument_that_is_missing_is_named(
    escalate: Shell, argv: list[str], missing: str
) -> None:
    refused = escalate(*argv)
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr == (
        f"escalate: error: missing argument '{missing}'\nhelp: for example: escalate assign 12 bo\n"
    )


@pytest.mark.parametrize("argv", [["--show-completion"], ["--install-completion", "bash"]])
def test_the_script_of_completion_has_a_command(escalate: Shell, argv: list[str]) -> None:
    refused = escalate(*argv)
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr == (
        f"escalate: error: there is no {argv[0]}\n"
        "help: escalate completion SHELL prints the script\n"
    )
