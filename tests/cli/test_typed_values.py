"""Values on the command line: none is empty, and each is read as UTF-8."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.shell import PROGRAM, Result, Shell

OLD_LOCALE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
CAFE = os.fsdecode(b"caf\xe9")
LOST = "the output cannot be written: No space left on device"
Program = Callable[..., Result]


def _refusal(what: str, advice: str) -> str:
    return f"escalate: error: {what}\nhelp: {advice}\n"


@pytest.mark.parametrize(
    ("argv", "name"),
    [
        (["ack", "1", "--as", ""], "--as"),
        (["escalate", "1", "--to="], "--to"),
        (["escalate", "1", "--to", "  "], "--to"),
        (["log", "x", "-p", ""], "--priority"),
        (["log", "x", "--key", ""], "--key"),
        (["log", "x", "--store", ""], "--store"),
        (["log", "x", "--tag", "a", "--tag", ""], "--tag"),
        (["list", "--policy", ""], "--policy"),
        (["list", "--fields", ""], "--fields"),
        (["list", "--now", ""], "--now"),
        (["note", "1", ""], "TEXT"),
        (["note", "1", "--", " "], "TEXT"),
        (["show", ""], "ID"),
        (["ack", "1", ""], "ID"),
        (["edit", "1", "--title", ""], "--title"),
        (["log", "--from", ""], "--from"),
    ],
    ids=" ".join,
)
def test_an_empty_value_is_refused_and_does_nothing(
    escalate: Shell, argv: list[str], name: str
) -> None:
    escalate.log("one")
    before = escalate.file()
    refused = escalate(*argv)
    is_option = name.startswith("-")
    way = f"leave {name} out, or give it a value" if is_option else "say what is meant"
    assert (refused.stdout, refused.stderr, refused.code) == (
        "",
        _refusal(f"{name} has an empty value", f"{way}; was a variable unset?"),
        2,
    )
    assert escalate.file() == before


def test_an_empty_text_empties_a_field_where_that_is_said(escalate: Shell) -> None:
    escalate.log("one", "--customer", "acme", "-d", "long")
    escalate.done("edit", "1", "--customer", "", "--description", "")
    ticket = escalate.show()
    assert (ticket["customer"], ticket["description"]) == (None, "")


def test_a_query_without_words_finds_everything(escalate: Shell) -> None:
    escalate.log("one")
    assert [row[0] for row in escalate.done("list", "").rows] == ["T-1"]


@pytest.mark.parametrize(
    ("argv", "name"),
    [
        (["log", CAFE], "TITLE"),
        (["log", "x", "-r", CAFE], "--requester"),
        (["note", "1", CAFE], "TEXT"),
        (["list", f"requester:{CAFE}"], "QUERY"),
        (["ack", "1", "--as", CAFE], "--as"),
    ],
    ids=["a title", "an option", "a note", "a query", "a person"],
)
def test_bytes_that_are_not_utf_8_are_refused(
    escalate: Shell, program: Program, argv: list[str], name: str
) -> None:
    escalate.log("one")
    before = escalate.file()
    refused = program(*argv)
    assert (refused.stdout, refused.stderr, refused.code) == (
        "",
        _refusal(
            f"{name} has bytes that are not UTF-8",
            "type it in UTF-8; iconv -f latin1 -t utf-8 converts other text",
        ),
        2,
    )
    assert escalate.file() == before


def test_the_environment_is_read_alike(escalate: Shell) -> None:
    escalate.env = {**escalate.env, "ESCALATE_ACTOR": CAFE}
    refused = escalate("log", "one")
    assert (refused.code, refused.stderr.splitlines()[0]) == (
        2,
        "escalate: error: --as has bytes that are not UTF-8",
    )


def test_the_name_of_a_file_may_have_any_bytes(escalate: Shell, tmp_path: Path) -> None:
    file = tmp_path / CAFE
    file.write_text('{"title": "one"}\n', encoding="utf-8")
    assert escalate.done("log", "--from", str(file)).stdout == "T-1\n"


def test_an_old_locale_neither_spoils_what_is_typed_nor_what_is_printed(
    escalate: Shell, program: Program
) -> None:
    escalate.env = {**escalate.env, **OLD_LOCALE}
    assert program("log", "Łódź", "-r", "Łukasz").stdout == "T-1\n"
    rows = program("list", "requester:Łukasz", "--fields", "title,requester").stdout
    assert rows == "Łódź\tŁukasz\n"
    assert '"title":"Łódź"' in program("list", "--json").stdout
    assert program("list", "--table").stdout.splitlines()[1].endswith("Łódź")


def test_another_encoding_that_the_environment_names_is_not_used(
    escalate: Shell, program: Program
) -> None:
    escalate.log("für 漢字")
    escalate.env = {**escalate.env, "PYTHONIOENCODING": "latin-1"}
    assert program("list", "--fields", "title").stdout == "für 漢字\n"


@pytest.mark.parametrize(
    ("argv", "which"),
    [
        (["log", "x"], " (T-1)"),
        (["log", "x", "--json"], " (T-1)"),
        (["delegate", "lee", "--to", "bo", "--until", "2026-12-01", "--as", "lee"], ""),
    ],
    ids=["an id", "JSON", "nothing about tickets"],
)
def test_what_was_done_is_said_where_the_answer_is_lost(
    support: Shell, argv: list[str], which: str
) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [PROGRAM, *argv], env=support.env, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (ran.returncode, ran.stderr.decode()) == (
        2,
        _refusal(LOST, f"the change was made{which}, so do not type the command again"),
    )


def test_nothing_was_done_by_what_only_reads(support: Shell) -> None:
    support.log("one")
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [PROGRAM, "list"], env=support.env, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ran.stderr.decode() == f"escalate: error: {LOST}\n"
