"""Scripts find the odd results of commands as the page on JSON promises them."""

import re
from pathlib import Path

import pytest

from tests.cli.shell import Shell

PAGE = Path(__file__).parents[2] / "docs" / "json.md"


def _promised(command: str) -> list[str]:
    """Return the fields that the page names for a command, those of arrays within left out."""
    [row] = re.findall(rf"^\| `{command}` \| (.*) \|$", PAGE.read_text(), re.MULTILINE)
    return re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", row))


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("archive", ()),
        ("backup", ()),
        ("init", ()),
        ("outbox deliver", ()),
        ("policy preview", ("handoff", "--ticket", "1")),
        ("redact", ("1", "--event", "1", "-m", "a secret")),
        ("undo", ("--dry-run",)),
        ("where", ()),
    ],
)
def test_a_result_has_the_fields_that_are_promised(
    support: Shell, command: str, words: tuple[str, ...]
) -> None:
    support.log("Mail is down")
    done = support.done(*command.split(), *words, "--json")
    assert list(done.data) == _promised(command)


def test_undo_names_what_it_alters(support: Shell) -> None:
    support.log("Mail is down")
    support.done("ack", "1")
    [altered, *_] = support.done("undo", "--json").data["altered"]
    assert list(altered) == ["ticket", "field", "now", "after"]


def test_doctor_names_what_it_found_and_what_it_mended(support: Shell) -> None:
    support.log("Mail is down")
    support.log("Disk full")
    [found, *_] = support("doctor", "--json").data
    assert list(found) == ["check", "found", "remedy"]
    path = support.store / "tickets.json"
    path.write_bytes(path.read_bytes()[:100])
    [mended] = support.done("doctor", "--restore", "--json").data
    assert list(mended) == ["file", "set_aside", "restored_from", "lost"]


def test_a_closed_ticket_that_is_held_back_is_counted(support: Shell) -> None:
    support.amend("\npeople:", "\nchannels: {mail: {file: sent}}\n\npeople:")
    support.log("Mail is down", "-r", "kim@example.org")
    support.done("resolve", "1")
    support.done("close", "1")
    done = support.done("archive", "--closed-for", "0s", "--json")
    assert done.data == {"archived": 0, "held_back": 1}
    assert done.stderr == "messages about those held back wait to be sent: escalate outbox list\n"


def test_restore_says_that_messages_may_go_out_again(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1", "-r", "kim")
    backup = support.store.parent / "kept.tar"
    made = support.done("backup", str(backup), "--json").data
    assert made["messages"] == 2
    done = support.done("restore", str(backup), "-y", "--json")
    assert list(done.data) == _promised("restore")
    assert done.data["messages"] == 2
    assert done.stderr.startswith("messages that wait may have been sent since it was made")


def test_the_tests_of_the_policy_belong_to_the_store(support: Shell) -> None:
    support.log("Mail is down")
    support.done("check")
    backup = support.store.parent / "kept.tar"
    tests = support.store / "policy.test.yaml"
    support.done("backup", str(backup))
    assert not any("copy" in each["found"] for each in support("doctor", "--json").data)
    kept = tests.read_text()
    tests.unlink()
    support.done("restore", str(backup), "-y")
    assert tests.read_text() == kept
