"""A team begins: by answers on a terminal, or by options, with a policy that is proved."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.shell import INTERRUPT, PROGRAM, Shell, answering

ANSWERS = (
    ("name address", "tom tom@example.org\r"),
    ("name address", "sue\r"),
    ("name address", "\r"),
    ("Who takes new tickets?", "tom\r"),
    ("Who takes what they", "\r"),
    ("Who is told", "\r"),
    ("Hours of work?", "\r"),
    ("Where do messages go?", "1\r"),
    ("taken?", "20m\r"),
    ("And solved?", "\r"),
    ("time zone?", "Europe/Berlin\r"),
)


@pytest.fixture
def team(escalate: Shell) -> Shell:
    """Begin a team of two by options."""
    escalate.done("init", "--person", "tom=tom@example.org", "--person", "sue", "--solve", "6h")
    return escalate


def test_a_team_that_answers_has_a_policy_that_works(escalate: Shell) -> None:
    env = {**escalate.env, "TERM": "dumb", "SHELL": "/usr/bin/fish"}
    made = answering([PROGRAM, "init"], env, [*ANSWERS, ("Write it?", "\r")])
    assert made.code == 0
    assert "3 tests passed; it goes to" in made.stdout
    assert re.search(r"a test for tom is in \S+/messages.jsonl", made.stdout)
    assert re.search(r"cron: \*/5 \* \* \* \* \S+/escalate check --store \S+\n", made.stdout)
    place = "~/.config/fish/completions/escalate.fish"
    assert f"TAB: escalate completion fish > {place}\n" in made.stdout
    assert escalate("policy", "check").code == 0
    assert escalate("policy", "test").stderr == "3 tests, all passed\n"
    escalate.log("Mail is down", "-p", "P1")
    ticket = escalate.show()
    assert (ticket["owner"], ticket["clocks"]["acknowledge"]["target_seconds"]) == ("tom", 1200)


def test_on_a_terminal_it_begins_in_the_folder_that_it_named(escalate: Shell) -> None:
    folder = escalate.store.parent / "team"
    folder.mkdir()
    env = {name: value for name, value in escalate.env.items() if name != "ESCALATE_STORE"}
    made = answering(
        ["env", "-C", str(folder), PROGRAM, "init"],
        env | {"TERM": "dumb"},
        [*ANSWERS, ("Write it?", "\r")],
    )
    assert made.code == 0
    assert (folder / ".escalate" / "policy.yaml").exists()
    assert f"--store {folder.resolve()}/.escalate\n" in made.stdout


def test_an_answer_that_cannot_be_is_asked_for_again(escalate: Shell) -> None:
    typed = (
        "",
        "to m x",
        "a:b",
        "tom",
        "tom",
        "",
        "kim",
        "tom",
        "",
        "",
        "weekdays",
        "mon-fri 9-17",
    )
    rest = ("mon-fri 09:00-17:00", "pigeon", "file", "3", "0s", "15m", "4h", "Nowhere", "UTC", "1")
    answers = "".join(f"{each}\r" for each in (*typed, *rest))
    env = {**escalate.env, "TERM": "dumb", "COLUMNS": "200"}
    made = answering([PROGRAM, "init"], env, [("name address", answers)])
    assert made.code == 0
    for said in (
        "  a team has at least one person; type a name",
        "  'a:b' is no name; ",
        "  tom is in the team already; an empty line ends",
        "  'kim' is not in the team; it has to, tom",
        "  'weekdays' names no hours; write it like mon-fri 09:00-17:00",
        "  mon: '9' is not a time; write it like 09:00, at most 24:00",
        "  a number from 1 to 3, or one of these words",
        "  '3' is not a duration: a unit is missing; write it like",
        "  '0s' is no time at all; ",
        "  unknown time zone 'Nowhere'; use an IANA name such as Europe/Berlin",
    ):
        assert f"{said}" in made.stdout
    assert escalate("policy", "test").stderr == "3 tests, all passed\n"


@pytest.mark.parametrize("last", ["2\r", "no\r", INTERRUPT], ids=["2", "no", "an interrupt"])
def test_whoever_says_no_has_written_nothing(escalate: Shell, last: str) -> None:
    env = {**escalate.env, "TERM": "dumb"}
    stopped = answering([PROGRAM, "init"], env, [*ANSWERS, ("Write it? [yes]: ", last)])
    assert stopped.code in (2, 130)
    assert not escalate.store.exists()


def test_options_answer_in_a_pipe(team: Shell) -> None:
    policy = team.policy.read_text()
    assert len(policy.splitlines()) < 40
    assert "resolve: 6h" in policy
    assert team("policy", "check").code == 0
    message = json.loads((team.store / "messages.jsonl").read_text())
    assert (message["to"], message["address"]) == ("tom", "tom@example.org")


def test_a_team_that_is_there_is_left_alone(team: Shell) -> None:
    before = team.policy.read_bytes()
    refused = team("init", "--person", "kim")
    assert (refused.code, refused.stdout) == (2, "")
    assert "has a policy already" in refused.stderr
    assert team.done("init").stderr == "the store was there already; nothing was changed\n"
    assert team.policy.read_bytes() == before


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (["--lead", "kim"], "'kim' is not in the team"),
        (["--answer", "3"], "'3' is not a duration"),
        (["--zone", "Nowhere"], "Nowhere"),
        (["--hours", "weekdays 9-17"], "weekdays"),
        (["--messages", "pigeon"], "'pigeon' is no way for messages"),
        (["--person", "to m"], "to m"),
    ],
    ids=" ".join,
)
def test_an_answer_that_cannot_be_leaves_nothing(
    escalate: Shell, answer: list[str], said: str
) -> None:
    refused = escalate("init", "--person", "tom", *answer)
    assert (refused.code, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert not escalate.store.exists()


@pytest.mark.parametrize(
    ("typed", "name", "address"),
    [
        ("Lee <lee@example.org>", "Lee", "lee@example.org"),
        ("Lee Ann <la@example.org>", "la", "la@example.org"),
        ("<lee@example.org>", "lee", "lee@example.org"),
        ("lee=lee@example.org", "lee", "lee@example.org"),
    ],
    ids=["a name", "several words", "no name", "as init writes it"],
)
def test_a_person_may_be_pasted_as_mail_has_them(
    escalate: Shell, typed: str, name: str, address: str
) -> None:
    escalate.done("init", "--person", typed)
    policy = escalate.policy.read_text(encoding="utf-8")
    assert f'  "{name}": {{contact: ["file:{address}"]}}\n' in policy


def test_a_blank_answer_is_the_usual_one(escalate: Shell) -> None:
    blank = [(asks, " \r" if asks == "Who is told" else typed) for asks, typed in ANSWERS]
    env = {**escalate.env, "TERM": "dumb"}
    assert answering([PROGRAM, "init"], env, [*blank, ("Write it?", "\r")]).code == 0
    policy = escalate.policy.read_text(encoding="utf-8")
    assert '{level: lead, person: "sue"}' in policy


def test_tickets_from_before_there_was_a_folder_are_named(
    escalate: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del escalate.env["ESCALATE_STORE"]
    monkeypatch.chdir(tmp_path)
    escalate.env["XDG_DATA_HOME"] = str(tmp_path / "data")
    home = tmp_path / "data" / "escalate"
    logged = escalate.done("log", "Mail is down", "--table")
    assert f"the first in {home}; escalate init begins a store here\n" in logged.stderr
    assert "the first in" not in escalate.done("log", "Printer", "--table").stderr
    begun = escalate.done("init", "--person", "tom")
    assert f"tickets logged before are in {home}: escalate list --store {home}\n" in begun.stderr
    again = escalate("init", "--sample", "it-support")
    assert "tickets logged before" not in again.stderr


@pytest.mark.parametrize("answers", [(), ("--sample", "it-support"), ("--person", "tom")])
def test_a_store_is_made_in_the_folder_though_there_are_tickets_at_home(
    escalate: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...]
) -> None:
    del escalate.env["ESCALATE_STORE"]
    monkeypatch.chdir(tmp_path)
    escalate.env["XDG_DATA_HOME"] = str(tmp_path / "data")
    escalate.done("log", "Mail is down")
    begun = escalate.done("init", *answers, "--json")
    assert begun.data["store"] == str(tmp_path / ".escalate")
    assert f"tickets logged before are in {tmp_path / 'data' / 'escalate'}" in begun.stderr
    assert (tmp_path / ".escalate" / "policy.yaml").exists()
    assert not (tmp_path / "data" / "escalate" / "policy.yaml").exists()
    assert escalate.done("list").rows == []


def test_nobody_is_no_team(escalate: Shell) -> None:
    assert "a team has at least one person" in escalate("init", "--lead", "tom").stderr


def test_mail_that_does_not_go_out_stops_nothing(escalate: Shell) -> None:
    made = escalate.done("init", "--person", "tom=tom@example.org", "--messages", "mail")
    assert "mail did not take it" in made.stderr
    assert "escalate outbox test mail" in made.stderr
    assert escalate.done("init").code == 0


def test_messages_may_wait(escalate: Shell) -> None:
    made = escalate.done("init", "--person", "tom", "--messages", "none")
    assert "took a test" not in made.stderr
    assert escalate("policy", "check").code == 0


def test_who_takes_new_tickets_hears_of_them_and_the_lead_of_a_vip(escalate: Shell) -> None:
    people = [each for name in ("tom", "sue", "lee") for each in ("--person", name)]
    escalate.done("init", *people, "--first", "tom,sue", "--deeper", "lee", "--lead", "lee")
    assert escalate.done("policy", "test").stderr == "3 tests, all passed\n"
    escalate.log("Mail is down", "--as", "kim")
    escalate.log("Mail is slow", "--vip", "--as", "kim")
    told = [
        [each["notified"] for each in escalate.show(ticket)["events"] if each.get("notified")]
        for ticket in ("1", "2")
    ]
    assert told == [[["tom", "sue"]], [["tom", "sue"], ["tom", "sue", "lee"]]]


def test_a_most_urgent_ticket_owes_a_review(team: Shell) -> None:
    team.log("Mail is down", "-p", "P1")
    team.log("Mail is slow")
    team.done("resolve", "1", "2", "-m", "done", "--as", "tom")
    assert [row[0] for row in team.done("review", "--due").rows] == ["T-1"]


def test_impact_and_urgency_make_no_priority_and_the_way_to_give_one_is_said(team: Shell) -> None:
    refused = team("log", "Mail is down", "--impact", "high", "--urgency", "high")
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr == (
        "escalate: error: there is no impact 'high'\n"
        "help: the policy makes no priority of impact and urgency: give -p P1, or P2, P3\n"
    )


def test_a_level_that_has_nobody_yet_stops_no_ticket(
    escalate: Shell,
) -> None:
    escalate.done("init", "-q")
    escalate.follow(escalate.policy.read_text() + "people:\n  tom: {name: Tom}\n")
    checked = escalate("policy", "check")
    assert checked.code == 0
    assert "warning: nobody takes what comes to level 'L1'" in checked.stdout
    assert escalate.log("Mail is down", "-p", "P1") == "T-1"
    told = escalate.done("check", now="+20m").stdout
    assert "nobody is named for level lead" in told
