"""No reader, no locale and no full disk trips the command line."""

import os
import sys

import pytest

from tests.cli.shell import on_terminal
from tests.unit.cli.process import ENTRY, ROOT, python, shell

OLD_LOCALE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
BUFFERING = pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "PYTHONUNBUFFERED=1"])


@BUFFERING
def test_a_reader_that_leaves_early_is_no_failure(unbuffered: str) -> None:
    ran = shell(
        "{ escalate list --rows 20000; echo $? >&2; } | head -n 1",
        env={"PATH": os.defpath, "PYTHONUNBUFFERED": unbuffered},
    )
    assert (ran.stdout, ran.stderr) == ("T-1\tVPN – drops\n", "0\n")


@BUFFERING
@pytest.mark.parametrize("rows", ["1", "20000"], ids=["at the end", "in the middle"])
def test_output_that_is_lost_is_told(unbuffered: str, rows: str) -> None:
    ran = shell(f"escalate list --rows {rows} > /dev/full", env={"PYTHONUNBUFFERED": unbuffered})
    assert (ran.returncode, ran.stderr) == (
        2,
        "escalate: error: the output cannot be written: No space left on device\n",
    )


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("escalate list >&-", 0),
        ("escalate list <&- >&- 2>&-", 0),
        ("escalate nothing 2>&-", 2),
        ("escalate nothing 2>/dev/full", 2),
    ],
    ids=["no stdout", "no stream at all", "no stderr", "stderr full"],
)
def test_a_stream_may_be_closed(script: str, code: int) -> None:
    ran = shell(script)
    assert (ran.returncode, ran.stdout, ran.stderr) == (code, "", "")


def test_an_error_that_nobody_reads_keeps_its_code() -> None:
    ran = shell("exec 3>&1; { escalate nothing; echo $? >&3; } 2>&1 >/dev/null | true")
    assert (ran.stdout, ran.stderr) == ("2\n", "")


def test_an_old_locale_gets_utf_8_where_no_terminal_shows_it() -> None:
    ran = python("-c", ENTRY, "list", env=OLD_LOCALE)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "T-1\tVPN – drops\n", "")


def test_an_old_terminal_replaces_what_it_cannot_show() -> None:
    shown = on_terminal([sys.executable, "-c", ENTRY, "list"], OLD_LOCALE, cwd=ROOT)
    assert (shown.code, shown.stdout) == (0, "T-1\tVPN \\u2013 drops\n")


def test_an_old_locale_can_be_told_of_any_mistake() -> None:
    ran = python("-c", ENTRY, "löschen", env=OLD_LOCALE)
    assert ran.stderr.startswith("escalate: error: unknown command 'l<U+DCC3><U+DCB6>schen'\n")
