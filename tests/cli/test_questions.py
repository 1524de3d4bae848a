"""What is missing is asked for on a terminal, and in a pipe it is an error as before."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.cli.shell import PROGRAM, RESIZED, Result, Shell, answering

Asked = Callable[..., Result]


@pytest.fixture
def asked(escalate: Shell, tmp_path: Path) -> Asked:
    """Run the installed program on a terminal where somebody answers."""

    def run(argv: Sequence[str], *answers: tuple[str, str], editor: str = "") -> Result:
        env = {**escalate.env, "TERM": "dumb", "EDITOR": editor, "TMPDIR": str(tmp_path)}
        return answering([PROGRAM, *argv], env, answers)

    return run


@pytest.fixture
def one(escalate: Shell) -> Shell:
    """Log a ticket."""
    escalate.log("Mail is down")
    return escalate


def test_a_text_is_asked_for(one: Shell, asked: Asked) -> None:
    assert asked(["note", "1"], ("What to write", "restarted it\r")).code == 0
    assert one.show()["events"][-1]["text"] == "restarted it"


def test_an_empty_line_is_asked_again_and_a_dash_is_no_option(one: Shell, asked: Asked) -> None:
    asked(["note", "1"], ("What to write", "\r"), ("What to write", "--public is wrong\r"))
    assert one.show()["events"][-1]["text"] == "--public is wrong"


def test_another_size_of_the_terminal_disturbs_no_answer(one: Shell, asked: Asked) -> None:
    answers = [("What to write", "restarted"), ("restarted", RESIZED), ("", " it\r")]
    assert asked(["note", "1"], *answers).code == 0
    assert one.show()["events"][-1]["text"] == "restarted it"


def test_everything_that_is_missing_is_asked_for(one: Shell, asked: Asked) -> None:
    assert asked(["assign"], ("ID...", "1\r"), ("PERSON", "bo\r")).code == 0
    assert one.show()["owner"] == "bo"


def test_log_asks_what_is_wrong_how_urgent_it_is_and_for_whom(
    escalate: Shell, asked: Asked
) -> None:
    logged = asked(
        ["log"], ("What is wrong?", "Disk full\r"), ("urgent", "2\r"), ("Who reported", "kim\r")
    )
    assert logged.code == 0
    ticket = escalate.show()
    assert [ticket[each] for each in ("title", "priority", "requester")] == [
        "Disk full",
        "P2",
        "kim",
    ]


def test_an_interrupt_leaves_nothing(escalate: Shell, asked: Asked) -> None:
    stopped = asked(["log"], ("What is wrong?", "\x03"))
    assert stopped.code == 130
    assert not escalate.store.exists()


def test_what_is_typed_ahead_answers_what_comes(escalate: Shell, asked: Asked) -> None:
    asked(["log"], ("What is wrong?", "A\rP1\rkim\r"))
    assert (escalate.show()["priority"], escalate.show()["requester"]) == ("P1", "kim")


def test_what_is_typed_ahead_answers_no_question_that_nobody_expects(
    one: Shell, asked: Asked
) -> None:
    asked(["assign"], ("ID...", "1\rescalate list\r"), ("PERSON", "bo\r"))
    assert one.show()["owner"] == "bo"


def test_an_answer_that_does_not_fit_is_asked_for_again(escalate: Shell, asked: Asked) -> None:
    answers = [("What is wrong?", f"{'x' * 501}\r"), ("What is wrong?", "A\r"), ("urgent", "\r")]
    logged = asked(["log"], *answers, ("Who", f"{'x' * 201}\r"), ("Who", "\r"))
    assert logged.code == 0
    assert "  the title has 501 characters; at most 500 are kept\n" in logged.stdout
    assert escalate.show()["requester"] is None


def test_what_is_no_ticket_is_asked_for_again(one: Shell, asked: Asked) -> None:
    done = asked(["ack"], ("ID...", "mail\r"), ("ID...", "\r"), ("ID...", "1\r"))
    assert done.code == 0
    assert "  'mail' is not a ticket id; write it as T-12 or 12\n" in done.stdout
    assert one.show()["status"] == "acknowledged"


def an_editor(folder: Path, script: str) -> str:
    """Make a program that stands for an editor."""
    program = folder / "an editor"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    return f"'{program}'"


def kept(folder: Path) -> list[str]:
    """Return the texts that are kept."""
    return [file.read_text() for file in folder.glob("escalate-*.txt")]


def test_a_long_text_is_written_in_the_editor(one: Shell, asked: Asked, tmp_path: Path) -> None:
    editor = an_editor(tmp_path, "printf '@bo\nsecond\n' > \"$1\"")
    assert asked(["note", "1"], editor=editor).code == 0
    assert one.show()["events"][-1]["text"] == "@bo\nsecond"
    assert kept(tmp_path) == []


@pytest.mark.parametrize("script", ["exit 0", "echo ' ' > $1", "rm $1", "exit 3"])
def test_an_empty_text_writes_nothing(
    one: Shell, asked: Asked, tmp_path: Path, script: str
) -> None:
    before = one.file()
    refused = asked(["note", "1"], editor=an_editor(tmp_path, script))
    assert refused.code == 2
    assert "the text is empty" in refused.stdout
    assert one.file() == before
    assert kept(tmp_path) == []


@pytest.mark.parametrize(
    ("argv", "script", "said"),
    [
        (["note", "9"], "echo long > $1", "no ticket T-9"),
        (["note", "1"], "echo long > $1; exit 3", "ended with 3"),
    ],
    ids=["a ticket that is not there", "an editor that fails"],
)
def test_a_text_is_kept_where_it_was_for_nothing(
    one: Shell, asked: Asked, tmp_path: Path, argv: list[str], script: str, said: str
) -> None:
    before = one.file()
    refused = asked(argv, editor=an_editor(tmp_path, script))
    assert refused.code in (1, 2)
    assert said in " ".join(refused.stdout.split())
    assert f"your text is kept in {tmp_path}" in refused.stdout
    assert kept(tmp_path) == ["long\n"]
    assert one.file() == before


def test_an_editor_that_is_not_there_is_named(one: Shell, asked: Asked) -> None:
    refused = asked(["note", "1"], editor="no-such-editor")
    assert "no-such-editor does not start: no such file" in refused.stdout
    assert one.kinds() == ["ticket_logged"]


def test_in_a_pipe_nothing_is_asked(one: Shell) -> None:
    refused = one("note", "1", stdin="hello\n").stderr
    assert "missing argument 'TEXT'" in refused
    assert refused.endswith("; - in place of the text is standard input\n")
    assert "give one title" in one("log", stdin="hello\n").stderr


@pytest.fixture
def team(support: Shell) -> Shell:
    """Log a ticket of a team that has a policy of its own, and take it."""
    support.log("Mail is down", "-p", "P1")
    support.done("ack", "1", "--take")
    return support


@pytest.mark.parametrize(("answer", "owner"), [("4", "di"), ("di", "di"), ("@me", "ana")])
def test_people_are_chosen_by_number_or_named(
    team: Shell, asked: Asked, answer: str, owner: str
) -> None:
    shown = asked(["assign", "1"], ("PERSON", f"{answer}\r"))
    assert shown.stdout.startswith("  1  ana   Ana Ruiz\n  2  bo    Bo Lind\n  3  cy ")
    assert shown.code == 0
    assert team.show()["owner"] == owner


def test_several_people_are_chosen_by_their_numbers(team: Shell, asked: Asked) -> None:
    asked(["stakeholder", "add", "1"], ("PERSON", "4 max pat@example.org\r"))
    assert team.show()["stakeholders"] == ["di", "max", "pat@example.org"]


def test_the_policy_that_is_named_says_who_there_is(
    team: Shell, asked: Asked, tmp_path: Path
) -> None:
    policy = team.policy.read_text(encoding="utf-8")
    (tmp_path / "other.yaml").write_text(policy.replace("Ana Ruiz", "Ana Other"), encoding="utf-8")
    argv = ["assign", "1", "--policy", str(tmp_path / "other.yaml")]
    assert "Ana Other" in asked(argv, ("PERSON", "1\r")).stdout


@pytest.mark.parametrize(
    ("argv", "wanted"),
    [
        (["return", "1", "--as", "bo"], "a ticket is returned with a reason: why?"),
        (["redact", "1", "--event", "1"], "a redaction needs a reason: why?"),
        (["edit", "1", "--due", "+3d"], "an agreed date needs a reason: why?"),
    ],
    ids=["return", "redact", "edit"],
)
def test_a_reason_that_is_wanted_is_asked_for(
    team: Shell, asked: Asked, argv: list[str], wanted: str
) -> None:
    team.done("escalate", "1", "-m", "a switch")
    done = asked(argv, (wanted, "- it is @home\r"))
    assert done.code == 0, done.stdout
    assert "- it is @home" in str(team.show())


def test_in_a_pipe_it_is_an_error_as_before(team: Shell) -> None:
    refused = team("return", "1")
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr == (
        "escalate: error: a ticket is returned with a reason\nhelp: give -m WHY\n"
    )


def test_the_page_now_takes_options_where_no_command_is_named(team: Shell) -> None:
    assert team("--as", "bo") == team("now", "--as", "bo")
    assert team("--as=bo", "-q", "--json") == team("now", "--as=bo", "-q", "--json")
    refused = team("--as", "bo", "list")
    assert refused.stderr == (
        "escalate: error: --as belongs after the command\nhelp: escalate COMMAND --as\n"
    )


@pytest.mark.parametrize(
    ("argv", "question", "field"),
    [
        (["resolve", "1"], "What solved it? Enter leaves it out:", "resolution"),
        (["up", "1"], "Why does it move up? Enter leaves it out:", "reason"),
    ],
    ids=["resolve", "up"],
)
def test_a_text_that_may_be_left_out_is_asked_for_once(
    one: Shell, asked: Asked, argv: list[str], question: str, field: str
) -> None:
    assert asked(argv, (question, "a new disk\r")).code == 0
    assert one.show()["events"][-1][field] == "a new disk"


@pytest.mark.parametrize(
    ("argv", "wrong"),
    [
        (["up", "1", "--to", "L9"], "there is no level 'L9'"),
        (["up", "1", "--to", "L1"], "T-1 is at L1 already"),
        (["up", "9"], "no ticket T-9"),
        (["up", "1", "--expect-level", "L2"], "T-1 is at L1, no longer at L2"),
        (["resolve", "1", "--outcome", "solvd"], "there is no outcome 'solvd'"),
        (["resolve", "9"], "no ticket T-9"),
    ],
    ids=[
        "no level",
        "no higher one",
        "no ticket",
        "moved meanwhile",
        "no outcome",
        "no ticket to resolve",
    ],
)
def test_what_cannot_be_is_refused_before_anybody_is_asked_why(
    one: Shell, asked: Asked, argv: list[str], wrong: str
) -> None:
    refused = asked(argv)
    assert (refused.code != 0, wrong in refused.plain) == (True, True)
    assert "Enter leaves it out" not in refused.plain
    assert one.kinds() == ["ticket_logged"]


def test_what_solved_it_is_asked_where_a_key_has_a_ticket(escalate: Shell, asked: Asked) -> None:
    escalate.log("Disk full", "--key", "disk-1")
    none = asked(["resolve", "--key", "disk-2"])
    assert (none.code, "What solved it?" in none.plain) == (0, False)
    wrong = asked(["resolve", "--key", "disk-1", "--outcome", "solvd"])
    assert (wrong.code != 0, "What solved it?" in wrong.plain) == (True, False)
    assert asked(["resolve", "--key", "disk-1"], ("What solved it?", "a new disk\r")).code == 0
    assert escalate.show()["resolution"] == "a new disk"


def test_enter_leaves_a_text_out_and_q_asks_for_none(one: Shell, asked: Asked) -> None:
    answers = [("For whom?", "\r"), ("does it wait?", "\r"), ("Until when?", "\r")]
    assert asked(["wait", "1"], *answers).code == 0
    assert one.show()["waiting_for"] == "other"
    assert asked(["resolve", "1", "-q"]).code == 0
    assert not one.show()["resolution"]


def test_a_review_that_is_not_there_is_asked_for(one: Shell, asked: Asked) -> None:
    one.done("resolve", "1")
    answers = [("caused it?", "old disk\r"), ("contributed?", "no alarm\r"), ("contributed?", "\r")]
    rest = [("went well?", "\r"), ("done about it?", "an alarm\r"), ("done about it?", "\r")]
    assert asked(["review", "1"], *answers, *rest).code == 0
    [shown] = one.done("review", "1", "--json").data
    assert [shown[each] for each in ("root_cause", "factors", "went_well", "actions")] == [
        "old disk",
        ["no alarm"],
        [],
        ["an alarm"],
    ]


def test_no_review_is_asked_for_that_cannot_be_or_is_not_wanted(one: Shell, asked: Asked) -> None:
    assert "caused it?" not in asked(["review", "1"]).stdout
    one.done("resolve", "1")
    refused = asked(["review", "1"], ("caused it?", "\r"))
    assert refused.code == 1
    assert "no review of T-1 is recorded" in refused.stdout


def test_a_wait_without_a_reason_is_said_where_it_is_late(one: Shell, asked: Asked) -> None:
    one.done("edit", "1", "--priority", "P1")
    late = {"ESCALATE_NOW": "2026-11-23T19:00:00+01:00"}
    one.env |= late
    assert (
        "overdue, and waits without a reason: T-1"
        in asked(
            ["wait", "1", "other"],
            ("does it wait? Enter leaves it out:", "\r"),
            ("Until when?", "\r"),
        ).stdout
    )
    one.done("resume", "1")
    answers = [("For whom?", "2\r"), ("does it wait?", "a part\r"), ("Until when?", "\r")]
    assert "without a reason" not in asked(["wait", "1"], *answers).stdout
    assert one.show()["waiting_for"] == "vendor"


def test_a_wait_asks_why_and_until_when(one: Shell, asked: Asked) -> None:
    answers = [("does it wait?", "a part\r"), ("waits for escalate resume:", "-1h\r")]
    said = asked(["wait", "1", "vendor"], *answers, ("Until when?", "+2h\r"))
    assert "a wait must end in the future; say +2h, or fri 9:00" in said.stdout
    assert "For whom?" not in said.stdout
    waits = one.show()
    assert (waits["waiting_for"], waits["events"][-1]["message"]) == ("vendor", "a part")
    assert waits["events"][-1]["until"] == "2026-11-23T10:00:00Z"


def test_a_wait_that_says_why_is_asked_nothing(one: Shell, asked: Asked) -> None:
    assert "Until when?" not in asked(["wait", "1", "-m", "a part"]).stdout
    one.done("resume", "1")
    answers = [("For whom?", "requester\r"), ("does it wait?", "a part\r")]
    said = asked(["wait", "1", "--until", "+2h"], *answers)
    assert (said.code, "Until when?" in said.stdout) == (0, False)


def test_a_reason_that_is_required_is_not_left_out_and_the_longest_wait_is_said(
    escalate: Shell, asked: Asked
) -> None:
    escalate.done("init", "--person", "tom", "--messages", "none")
    escalate.log("Mail is down")
    answers = [("For whom?", "\r"), ("Why does it wait?", "\r"), ("Why does it wait?", "a part\r")]
    answers += [("Enter waits for 10d, the longest:", "+20d\r"), ("Until when?", "\r")]
    said = asked(["wait", "1"], *answers)
    assert "a wait may last 10d at most; say an earlier time, like +10d" in said.stdout
    assert said.code == 0
    assert "leaves it out" not in said.stdout
    assert "(in 10d)" in said.stdout
