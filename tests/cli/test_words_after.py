"""Words after the tickets are the text that `-m` gives; what may be a ticket or a name is none."""

import pytest

from tests.cli.shell import Shell


@pytest.fixture
def team(escalate: Shell) -> Shell:
    """Begin with the sample of three levels, and log three tickets."""
    escalate.done("init", "--sample", "it-support")
    for title in ("A", "B", "C"):
        escalate.log(title)
    return escalate


@pytest.mark.parametrize(
    ("argv", "field", "text"),
    [
        (["resolve", "1", "fixed", "it"], "resolution", "fixed it"),
        (["up", "1", "needs", "bo"], "reason", "needs bo"),
        (["ack", "1..2", "looking"], "message", "looking"),
        (["ack", "1", "2", "looking at both"], "message", "looking at both"),
        (["assign", "1", "bo", "please", "look"], "message", "please look"),
        (["note", "1", "5", "disks", "are", "gone"], "text", "5 disks are gone"),
        (["tell", "1", "we", "found", "it", "--as", "ana"], "text", "we found it"),
        (["wait", "1", "vendor", "asked", "Cisco"], "message", "asked Cisco"),
        (["wait", "1", "--for", "vendor", "other", "things"], "message", "other things"),
        (["resolve", "T1", "-"], "resolution", "piped"),
    ],
    ids=" ".join,
)
def test_words_are_the_text(team: Shell, argv: list[str], field: str, text: str) -> None:
    team.done(*argv, stdin="piped\n")
    said = [event.get(field) for event in team.show()["events"]]
    assert text in said


def test_the_first_word_of_a_wait_may_say_whom_it_waits_for(team: Shell) -> None:
    team.done("wait", "1", "2", "Vendor", "asked them", "--as", "ana")
    assert [team.show(each)["waiting_for"] for each in ("1", "2")] == ["vendor", "vendor"]
    assert team.show()["events"][-1]["message"] == "asked them"


def test_a_title_needs_no_quotes(team: Shell) -> None:
    assert team.show(team.log("Mail", "is", "down"))["title"] == "Mail is down"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["ack", "1", "2x"], "'2x' is not a ticket id"),
        (["ack", "1", "T-x", "y"], "'T-x' is not a ticket id"),
        (["resolve", "1", "2", "disks", "swapped"], "'disks' is not a ticket id"),
        (["ack", "1", "2", "looking"], "'looking' is not a ticket id"),
        (["ack", "1", "both", "T-2"], "'T-2' stands after words, so that it may be one"),
        (["ack", "1", "both", "-m", "x"], "there are two texts: that of -m, and words after"),
        (["up", "1", "L2"], "'L2' may mean --to L2, or begin a text"),
        (["resolve", "1", "duplicate", "of", "2"], "'duplicate' may mean --outcome duplicate, or"),
        (["ack", "one"], "'one' is not a ticket id"),
        (["show", "1", "two"], "'two' is not a ticket id"),
        (["policy", "check", "a", "b"], "unexpected extra argument"),
    ],
    ids=" ".join,
)
def test_what_may_be_something_else_is_refused_and_nothing_done(
    team: Shell, argv: list[str], said: str
) -> None:
    before = team.file()
    refused = team(*argv)
    assert (refused.stdout, refused.code, team.file()) == ("", 2, before)
    assert said in refused.stderr
