"""What TAB offers, asked for as the scripts of the shells do it."""

import re
from pathlib import Path

import pytest

from escalate_cli.cli.completion.scripts import SHELLS, script_of
from escalate_cli.cli.completion.ticket_ids import STATUSES, WITH_A_YES
from tests.cli.shell import Shell
from tests.reference import COMMANDS
from tests.snapshot import assert_matches

HOSTILE = "evil \\$(touch X)\t\x1b[2J\nT-9\tforged"
GIVEN = {
    "assess": ["--impact", "high", "--urgency", "low"],
    "assign": ["ana"],
    "resolve": ["-m", "how"],
    "return": ["-m", "why"],
    "review": ["--root-cause", "dust"],
    "wait": ["-m", "why"],
}
"""What a command wants beside a ticket."""


def offered(escalate: Shell, *words: str) -> list[str]:
    """Return the words that TAB offers."""
    return [row[0] for row in escalate.done("_complete", *words).rows]


@pytest.fixture
def busy(support: Shell) -> Shell:
    """Have a ticket in each status, of which T-1 is due last."""
    for number, title in enumerate(("open", "taken", "waiting", "resolved", "closed"), 1):
        support.log(title, "-p", f"P{5 - number}" if number < 5 else "P1")
    support.done("ack", "2", "3", "4", "5", "--take", "--as", "ana")
    support.done("wait", "3", "-m", "for a part")
    support.done("resolve", "4", "5", "-m", "so")
    support.done("close", "5")
    return support


ASKED = {
    "commands": ["a"],
    "commands of a group": ["outbox", ""],
    "options": ["resume", "1", "--m"],
    "ids to take": ["ack", ""],
    "ids as they begin": ["show", "t"],
    "numbers": ["show", "1"],
    "people": ["assign", "1", "--as", "d"],
    "people behind ids": ["assign", "1", "d"],
    "levels": ["escalate", "1", "--to", ""],
    "priorities": ["log", "x", "--priority="],
    "impacts": ["assess", "1", "--impact", ""],
    "customers": ["edit", "1", "--customer", ""],
    "clocks": ["why", "1", ""],
    "query words": ["list", ""],
    "states": ["list", "is:"],
    "query values": ["list", "not:priority:P1,"],
    "negated values": ["list", "-level:"],
    "owners": ["list", "owner:"],
    "fields of a list": ["list", "--sort", "priority,-ow"],
    "columns": ["mine", "--columns=id,ti"],
    "groups": ["search", "x", "--group-by", "cu"],
    "no fields of another list": ["outbox", "list", "--sort", ""],
    "fixed words": ["doctor", "--units", ""],
    "topics": ["help", "ex"],
    "files": ["import", ""],
    "ids where a file may stand": ["policy", "apply", ""],
    "a file where an id may stand": ["policy", "apply", "n"],
    "nothing for a text": ["note", "1", ""],
    "nothing for a word of no command": ["nonsense", ""],
    "nothing for a field of no query": ["list", "colour:"],
}


def test_each_kind_of_word_is_offered_with_what_it_means(busy: Shell) -> None:
    parts = [
        f"== {about}: {' '.join(words)}|\n{busy.done('_complete', *words).stdout}"
        for about, words in ASKED.items()
    ]
    assert_matches("cli/completion.txt", "".join(parts))


@pytest.mark.parametrize(
    ("line", "word", "begin"),
    [
        ("escalate list is:ov", "ov", "overdue\t"),
        ("escalate list is:", "", "mine\t"),
        ("escalate list 'is:ov", "is:ov", "is:overdue\t"),
        ("escalate log 'two words' --priority=P", "P", "P1\t\nP2\t\nP3\t\nP4\t\n"),
        ("escalate list is:ov", "is:ov", "is:overdue\t"),
    ],
)
def test_of_a_line_only_what_bash_replaces_is_answered(
    busy: Shell, line: str, word: str, begin: str
) -> None:
    found = busy.done("_complete", "--line", line, word).stdout
    assert found.startswith(begin)


def test_views_of_the_settings_are_offered_with_their_queries(busy: Shell) -> None:
    assert "@" not in busy.done("_complete", "list", "").stdout
    file = Path(busy.env["HOME"]) / ".config" / "escalate" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('views = {late = "is:overdue -tag:spam", us = "team:one"}\n')
    assert busy.done("_complete", "list", "@l").stdout == "@late\tis:overdue -tag:spam\n"
    assert offered(busy, "report", "@") == ["@late", "@us"]
    assert "@us" in offered(busy, "search", "")


def test_what_is_named_already_is_not_offered_again(busy: Shell) -> None:
    assert offered(busy, "ack", "1", "T-2", "") == ["T-3"]


def test_the_most_pressing_comes_first(busy: Shell) -> None:
    listed = [row[0] for row in busy.done("list", "--fields", "id").rows]
    assert offered(busy, "show", "") == [*listed, "T-4", "T-5"]


@pytest.mark.parametrize("command", STATUSES)
def test_the_ids_are_those_that_the_command_takes(busy: Shell, command: str) -> None:
    taken = set()
    before = busy.file()
    for number in map(str, range(1, 6)):
        result = busy(command, number, *GIVEN.get(command, ()))
        if f"T-{number} is " not in result.stderr or "it cannot be" not in result.stderr:
            taken.add(f"T-{number}")
        (busy.store / "tickets.json").write_bytes(before)
    assert set(offered(busy, command, "")) == taken


@pytest.mark.parametrize("command", WITH_A_YES)
def test_what_is_asked_for_is_offered_to_who_says_yes_or_no(busy: Shell, command: str) -> None:
    assert offered(busy, command, "") == []
    busy.done("escalate", "2", "--to", "L3", "-m", "a switch is broken", "--as", "ana")
    assert offered(busy, command, "") == ["T-2"]


def test_a_hostile_title_is_one_harmless_line(escalate: Shell) -> None:
    escalate.log(HOSTILE)
    found = escalate.done("_complete", "ack", "").stdout
    assert found == "T-1\tevil \\$(touch X) <U+001B>[2J T-9 forged\n"


def test_a_store_elsewhere_is_looked_at_where_it_is_named(busy: Shell, tmp_path: Path) -> None:
    assert offered(busy, "ack", "--store", str(tmp_path), "") == []
    assert offered(busy, "ack", f"--store={busy.store}", "1")[0] == "1"


def test_the_store_of_the_settings_is_meant_where_there_is_no_other(
    busy: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config" / "escalate").mkdir(parents=True)
    settings = tmp_path / "config" / "escalate" / "config.toml"
    settings.write_text(f'store = "{busy.store}"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    elsewhere = Shell(
        tmp_path / "elsewhere", {**busy.env, "XDG_CONFIG_HOME": str(tmp_path / "config")}
    )
    del elsewhere.env["ESCALATE_STORE"]
    assert offered(elsewhere, "ack", "") == ["T-1", "T-2", "T-3"]
    assert offered(elsewhere, "ack", "1", "--as", "di") == ["di"]


@pytest.mark.parametrize("content", [b"\xff", b"[]", b'{"tickets": {"x": 1}}', b""])
def test_a_store_that_cannot_be_read_is_passed_over(busy: Shell, content: bytes) -> None:
    (busy.store / "tickets.json").write_bytes(content)
    done = busy("_complete", "ack", "")
    assert (done.stdout, done.stderr, done.code) == ("", "", 0)


def test_so_is_a_policy_that_is_broken(support: Shell) -> None:
    support.follow("version: 99\n")
    done = support("_complete", "ack", "--as", "")
    assert (done.stderr, done.code) == ("", 0)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_printed_that_asks_and_evaluates_nothing(escalate: Shell, shell: str) -> None:
    script = escalate.done("completion", shell).stdout
    assert script == script_of(shell)
    assert "escalate _complete" in script
    assert not re.search(r"\beval\b", script)


def test_a_shell_without_a_script_is_named(escalate: Shell) -> None:
    done = escalate("completion", "tcsh")
    assert (done.stdout, done.code) == ("", 2)
    assert done.stderr == (
        "escalate: error: there is no shell 'tcsh'\nhelp: known are bash, zsh, fish\n"
    )


def test_every_argument_of_a_command_has_words_or_is_free_text() -> None:
    """A metavar that is new here is one for which TAB was thought of."""
    free = {"CHANGE", "CHANNEL", "COUNTRY", "KEY", "PART", "TEXT", "TITLE", "YEAR", "PART] [YEAR"}
    known = {"CLOCK", "CODE", "NEW|ID", "FILE", "ID", "MESSAGE", "PERSON", "QUERY", "SHELL", "TEAM"}
    found = {
        (param.metavar or "").strip("[].")
        for verb, context in COMMANDS.values()
        for param in verb.get_params(context)
        if param.param_type_name == "argument"
    }
    assert found - free - known == set()


@pytest.mark.parametrize(
    ("asked", "typed", "replies"),
    [
        ("bash_complete", "escalate ack ", "T-1\nT-2\nT-3\n"),
        ("complete_zsh", "escalate resum", "resume\n"),
        ("complete_fish", "escalate import ", ":files\n"),
        ("fish_source", "", script_of("fish")),
        ("source_tcsh", "", ""),
    ],
)
def test_it_answers_as_programs_of_click_and_typer_do(
    busy: Shell, asked: str, typed: str, replies: str
) -> None:
    busy.env |= {"_ESCALATE_COMPLETE": asked, "COMP_WORDS": typed}
    busy.env |= {"COMP_CWORD": str(len(typed.split(" ")) - 1)} if typed else {}
    assert busy.done().stdout == replies
