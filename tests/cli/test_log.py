"""`log`: one issue by hand, many from a script, and the same one again."""

import json

import pytest

from tests.cli.shell import NINE, Result, Shell


def test_a_title_is_read_from_standard_input_and_what_follows_it_describes(escalate: Shell) -> None:
    piped = "\n Toner is low \n\nin the printer\nof the hall\n"
    assert escalate.done("log", "-", "-p", "P2", stdin=piped).stdout == "T-1\n"
    ticket = escalate.show()
    said = [ticket[each] for each in ("title", "description", "priority")]
    assert said == ["Toner is low", "in the printer\nof the hall", "P2"]
    escalate.done("log", "-", "-d", "of the hall", stdin="Toner\n")
    assert escalate.show("2")["description"] == "of the hall"
    refused = escalate("log", "-", stdin=" \n")
    assert (refused.code, refused.stderr.splitlines()[0]) == (
        2,
        "escalate: error: standard input is empty",
    )


def test_a_pipe_gets_the_id_alone(escalate: Shell) -> None:
    assert escalate("log", "Disk full", "-p", "P2") == Result("T-1\n", "", 0)


def test_it_works_with_no_set_up_at_all(escalate: Shell) -> None:
    escalate.log("Disk full")
    assert {path.name for path in escalate.store.iterdir()} >= {"tickets.json", "lock"}
    assert escalate.show()["priority"] == "P3"


def test_all_that_was_said_is_kept(support: Shell) -> None:
    said = {
        "requester": "kim",
        "customer": "acme",
        "service": "mail",
        "category": "software",
        "description": "since Friday",
        "key": "alert-7",
    }
    options = [word for name, value in said.items() for word in (f"--{name}", value)]
    lists = ["--skill", "network", "--skill", "vpn", "--tag", "a,b", "--stakeholder", "lee"]
    support.done("log", "Mail is slow", *options, *lists)
    ticket = support.show()
    assert {name: ticket[name] for name in said} == said
    assert (ticket["skills"], ticket["tags"]) == (["network", "vpn"], ["a", "b"])
    assert ticket["stakeholders"] == ["lee"]
    assert ticket["vip"], "the customer is one"
    assert ticket["logged_at"] == "2026-11-23T08:00:00Z"


@pytest.mark.parametrize(
    ("options", "priority"),
    [
        ([], "P3"),
        (["--impact", "high", "--urgency", "high"], "P1"),
        (["--impact", "low", "--urgency", "HIGH"], "P3"),
        (["--impact", "low", "--urgency", "low", "-p", "p2"], "P2"),
    ],
    ids=["the default", "by the matrix", "whatever the case", "as a person says"],
)
def test_a_priority_is_found(support: Shell, options: list[str], priority: str) -> None:
    support.log("Mail is slow", *options)
    assert support.show()["priority"] == priority


def test_a_known_key_adds_a_note_to_its_open_ticket(escalate: Shell) -> None:
    first = escalate.log("Disk full on db1", "--key", "disk-db1")
    again = escalate.log("Disk full on db1", "--key", "disk-db1", "-d", "97 %", now="+5m")
    assert (first, again) == ("T-1", "T-1")
    assert escalate.kinds() == ["ticket_logged", "note_added"]
    assert escalate.show()["events"][1]["text"] == "reported again: Disk full on db1\n97 %"


def test_an_alert_storm_is_one_ticket_with_one_note(escalate: Shell) -> None:
    storm = '{"title": "Disk full on db1", "key": "disk-db1"}\n' * 40
    done = escalate.done("log", "--from", "-", stdin=storm)
    assert done.stdout.split() == ["T-1"] * 40
    _, note = escalate.show()["events"]
    assert (note["text"], note["times"]) == ("reported 39 times: Disk full on db1", 39)
    again = escalate.done("log", "--from", "-", "--table", stdin=storm, now="+5m").stdout
    assert again.count("\n") < 5
    assert "is open already: noted there that it was reported 40 times\n" in again


def test_a_storm_of_other_words_is_kept_as_far_as_people_read(escalate: Shell) -> None:
    lines = (json.dumps({"title": f"Disk full, {n} %", "key": "disk"}) for n in range(150))
    escalate.done("log", "--from", "-", stdin="\n".join(lines))
    _, *notes = escalate.show()["events"]
    assert len(notes) == 101
    last = "reported 49 times in 49 other texts, more than are kept of one command"
    assert (notes[-1]["text"], notes[-1]["times"]) == (last, 49)


def test_a_key_begins_anew_once_its_ticket_is_resolved(escalate: Shell) -> None:
    escalate.log("Disk full on db1", "--key", "disk-db1")
    escalate.done("resolve", "1", "-m", "cleaned up")
    assert escalate.log("Disk full on db1", "--key", "disk-db1") == "T-2"


def test_people_are_told_by_when_and_what_comes_next(escalate: Shell) -> None:
    told = escalate.done("log", "Disk full", "-p", "P1", "--table", now=NINE).stdout
    assert told.splitlines() == [
        "T-1  P1  L1/manager  Disk full",
        "     respond by 08:15 (in 15m), resolve by 12:00 (in 4h)",
        "     rule critical: to manager",
        "     next: escalate ack T-1",
    ]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ('{"title": "A"}', ["A"]),
        ('{\n  "title": "A",\n  "priority": "P1"\n}\n', ["A"]),
        ('[{"title": "A"}, {"title": "B"}]', ["A", "B"]),
        ('{"title": "A"}\n\n{"title": "B"}\n', ["A", "B"]),
        ('\ufeff{"title": "A"}\r\n{"title": "B"}\r\n', ["A", "B"]),
    ],
    ids=["an object", "over several lines", "an array", "lines", "lines of another system"],
)
def test_scripts_write_json_or_lines_of_it(escalate: Shell, text: str, titles: list[str]) -> None:
    done = escalate("log", "--from", "-", stdin=text)
    assert done == Result("".join(f"T-{n + 1}\n" for n in range(len(titles))), "", 0)
    listed = escalate.done("list", "--fields", "id,title").rows
    assert sorted(listed) == [[f"T-{n + 1}", title] for n, title in enumerate(titles)]


def test_many_become_an_array_even_if_they_are_one(escalate: Shell) -> None:
    done = escalate.done("log", "--from", "-", "--json", stdin='{"title": "A"}')
    assert [ticket["id"] for ticket in done.data] == ["T-1"]
    assert isinstance(escalate.done("log", "B", "--json").data, dict)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "standard input holds no ticket"),
        ("[]", "standard input holds no ticket"),
        ("hello", "standard input, line 1: JSON is malformed"),
        ('{"title": "A"}\n{"titel": "B"}', "line 2: object contains unknown field 'titel'"),
        ('{"title": "A"}\n{"title": 1}', "line 2: expected 'str', got 'int' - at '$.title'"),
        ('[{"title": "A"}, 3]', "standard input, entry 2: expected 'object', got 'int'"),
        ('[{"title": "A"}', "standard input: input data was truncated"),
        ('{"title": "A"}\n{"title": ""}', "ticket 2 of 2: the title is empty"),
        ('{"title": "A"}\n{"title": "B", "priority": "P9"}', "ticket 2 of 2: there is no priority"),
    ],
    ids=[
        "nothing",
        "an empty array",
        "no JSON",
        "unknown field",
        "no text",
        "no object",
        "cut off",
        "no title",
        "unknown priority",
    ],
)
def test_one_mistake_keeps_all_out(escalate: Shell, text: str, error: str) -> None:
    refused = escalate("log", "--from", "-", stdin=text)
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr.startswith("escalate: error: ")
    assert error in refused.stderr
    assert escalate.done("list").stdout == ""


def test_a_file_is_read_too(escalate: Shell) -> None:
    file = escalate.store.with_name("alerts.json")
    file.write_text(json.dumps([{"title": "A", "tags": ["x"]}]), encoding="utf-8")
    escalate.done("log", "--from", str(file))
    assert escalate.show()["tags"] == ["x"]
    refused = escalate("log", "--from", str(file.with_name("nothing.json")))
    assert refused.code == 2
    assert "cannot be read: no such file or directory" in refused.stderr


@pytest.mark.parametrize(
    ("argv", "error", "advice"),
    [
        ([], "give one title, or --from FILE", "escalate log 'Mail server down' -p P1"),
        (["A", "--from", "-"], "give one title, or --from FILE", "escalate log 'Mail"),
        ([" "], "TITLE has an empty value", "say what is meant"),
        (["x" * 501], "the title has 501 characters", ""),
        (["A", "-p", "P9"], "there is no priority 'P9'", "P1, P2, P3, P4"),
        (["A", "--impact", "high"], "make the priority together", "give --urgency too"),
        (["A", "--urgency", "soon"], "there is no urgency 'soon'", "high, medium, low"),
    ],
    ids=["nothing", "both", "blank", "endless", "priority", "half a judgement", "urgency"],
)
def test_what_makes_no_ticket_is_refused(
    escalate: Shell, argv: list[str], error: str, advice: str
) -> None:
    refused = escalate("log", *argv)
    assert (refused.stdout, refused.code) == ("", 2)
    assert error in refused.stderr
    assert advice in refused.stderr
    assert escalate.done("list", "--all").stdout == ""


def test_a_slip_in_a_name_is_asked_about_and_the_ticket_is_there(support: Shell) -> None:
    done = support("log", "Mail is down", "--customer", "acmee", "--stakeholder", "maxx")
    assert (done.stdout, done.code) == ("T-1\n", 0)
    assert done.stderr.splitlines() == [
        "the policy does not know 'maxx'; did you mean 'max'?",
        "the policy does not know 'acmee'; did you mean 'acme'?",
    ]
    done = support("note", "1", "on it", "--as", "anna")
    assert (done.stderr, done.code) == ("the policy does not know 'anna'; did you mean 'ana'?\n", 0)
    assert support("note", "1", "on it", "--as", "anna", "-q").stderr == ""


ABSENT = """\
version: 1
name: Small
priorities: [P3]
default_priority: P3
people: {lee: {name: Lee}}
teams: {three: {members: []}}
ladders: {functional: [{level: L1, name: First, team: three}]}
triggers: [{type: severity, name: new, notify: team}]
"""
NOBODY = "team three has no members, and nobody stands in"


def test_a_ticket_that_reaches_nobody_says_so(escalate: Shell) -> None:
    escalate.follow(ABSENT)
    assert escalate("log", "Disk full") == Result("T-1\n", "", 0)
    assert escalate("log", "Disk full", "-q", "--table") == Result("T-2\n", "", 0)
    on_screen = escalate("log", "Disk full", "--table")
    assert (f"T-3: {NOBODY}\n" in on_screen.stderr, on_screen.code) == (True, 0)
    logged, fired = escalate.show()["events"]
    assert (logged["owner"], logged["routed"]) == (None, NOBODY)
    assert (fired["notified"], fired["routed"]) == ([], NOBODY)
    shown = escalate.done("show", "1", "--table").stdout
    assert "rule new, notice to nobody" in shown
    assert shown.count(NOBODY) == 2


def test_it_is_said_that_a_policy_does_nothing_for_vips(escalate: Shell) -> None:
    said = "the policy does nothing for a VIP: none of its rules and conditions asks for one\n"
    escalate.follow(ABSENT)
    assert escalate("log", "Disk full", "--vip").stderr == said
    assert escalate("log", "Mail is slow").stderr == ""
    assert escalate("edit", "2", "--vip").stderr == said
    assert escalate("edit", "2", "--no-vip").stderr == ""
    escalate.follow(ABSENT.replace("severity", "vip"))
    assert escalate("log", "Disk full", "--vip").stderr == ""


def test_a_stranger_is_named_once_on_stderr_and_never_in_what_a_script_reads(
    support: Shell,
) -> None:
    unknown = "the policy does not know 'zed', whose words and acts meet no duty; "
    done = support("log", "Disk full", "--as", "zed")
    assert (done.stdout, done.code) == ("T-1\n", 0)
    assert done.stderr == f"{unknown}the team is ana, bo, lee, cy, di, max, dora, eva\n"
    support.log("Mail is down")
    both = support.done("complain", "1", "2", "--as", "kim")
    assert both.stderr == ""
    waiting = support.done("wait", "1", "2", "--as", "zed")
    assert waiting.stderr.count(unknown) == 1
    assert support("resume", "1", "--as", "zed", "-q").stderr == ""
    assert support.done("log", "No mail", "-r", "zed", "--as", "zed").stderr == ""


def test_who_is_asked_about_already_is_not_named_again(support: Shell) -> None:
    done = support.done("log", "Disk full", "--as", "anna")
    assert done.stderr == "the policy does not know 'anna'; did you mean 'ana'?\n"
