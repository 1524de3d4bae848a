"""Results reach people and scripts in the look that each asked for."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.errors import UsageError
from escalate_cli.render.parts.data.ticket_fields import TICKET
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.render.results.check import CheckResult
from escalate_cli.render.results.list import ListResult
from escalate_cli.render.results.logged import LoggedResult
from escalate_cli.render.results.outbox import MESSAGE, OutboxResult
from escalate_cli.render.results.reviews import REVIEW, ReviewsResult
from escalate_cli.render.results.show import STORY, ShowResult
from escalate_cli.usecases.automation.check import Checked, Pressing
from escalate_cli.usecases.automation.decided_ticket import Failure
from escalate_cli.usecases.outbox.outbox_counts import Counts
from escalate_cli.usecases.verbs.log import Logged
from escalate_cli.usecases.verbs.review_actions import OwedReview
from tests.conftest import DAY, HOUR, MONDAY_NINE, after, escalated, noted, resolved
from tests.unit.cli.process import python
from tests.unit.render.screen import Shown, a_pipe, a_terminal
from tests.unit.render.tickets import HOSTILE, SHOWN, a_standing, a_story, untouched

NOW = after("4h30m")
ROW = "T-12\topen\tP3\tL1\t\t\t2026-11-23T12:00:00Z\ttrue\tMail server down\n"
FIELDS = "id status priority level management_level owner due_at overdue title"

Show = Callable[[Shown], None]


def a_decision(**fields: Any) -> Decision:
    usual: dict[str, Any] = {
        "key": "T-12:1:one-hour:1:0",
        "ticket": "T-12",
        "trigger": "one-hour",
        "type": "clock",
        "since": after("1h"),
        "noticed_at": NOW,
        "action": "escalated",
        "origin": "L1",
        "to": "L2",
        "notified": ("bo",),
    }
    return Decision(**usual | fields)


def a_run(*decisions: Decision, **fields: Any) -> Checked:
    ticket = a_standing(priority="P1", now=NOW).ticket
    return Checked(
        now=NOW,
        last_check_at=None,
        active=1,
        decisions=decisions,
        tickets=(ticket,),
        **{"errors": ()} | fields,
    )


def listed(shown: Shown) -> None:
    shown.show(ListResult([a_standing(title=HOSTILE, now=NOW)]))


def changed(shown: Shown) -> None:
    shown.show(ChangedResult([untouched(a_standing(title=HOSTILE, now=NOW))], "acknowledged"))


def logged(shown: Shown) -> None:
    shown.show(LoggedResult([Logged(a_standing(title=HOSTILE, now=NOW), is_new=True)]))


def told(shown: Shown) -> None:
    shown.show(
        ShowResult([a_story(noted(after("1h")), title=HOSTILE, description=HOSTILE, now=NOW)])
    )


def checked(shown: Shown) -> None:
    standing = a_standing(title=HOSTILE, now=NOW)
    presses, errors = Pressing((standing,), ()), (Failure("T-9", HOSTILE),)
    run = a_run(a_decision(trigger=HOSTILE), errors=errors, pressing=presses)
    shown.show(CheckResult(run))


def reviewed(shown: Shown) -> None:
    finished = a_standing(resolved(after("1h")), title=HOSTILE, now=NOW)
    shown.show(ReviewsResult([OwedReview(standing=finished, due_at=NOW + DAY, is_overdue=False)]))


def queued(shown: Shown) -> None:
    shown.show(
        OutboxResult(
            [
                Message(
                    key="k",
                    ticket="T-12",
                    kind="alert",
                    to=HOSTILE,
                    text=HOSTILE,
                    created_at=MONDAY_NINE,
                )
            ]
        )
    )


def documented(shown: Shown) -> None:
    shown.document({"why": HOSTILE, "exists": True})


def documents(shown: Shown) -> None:
    shown.document([{"why": HOSTILE}, {"why": None}])


def said(shown: Shown) -> None:
    shown.say(HOSTILE)


METHODS: list[Show] = [
    listed,
    changed,
    logged,
    told,
    checked,
    reviewed,
    queued,
    documented,
    documents,
    said,
]
DATA = METHODS[:-1]


@pytest.mark.parametrize("show", METHODS, ids=lambda show: show.__name__)
@pytest.mark.parametrize("coloured", [False, True], ids=["plain", "coloured"])
def test_hostile_text_is_harmless_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, show: Show, coloured: bool
) -> None:
    shown = a_terminal(monkeypatch, now=NOW, width=200, coloured=coloured)
    show(shown)
    text = shown.out + shown.talk
    assert SHOWN in text
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[33m"):
        text = text.replace(code, "")
    assert text.replace("\n", "").isprintable()


@pytest.mark.parametrize("show", METHODS, ids=lambda show: show.__name__)
@pytest.mark.parametrize("header", [False, True], ids=["rows", "header"])
def test_hostile_text_is_harmless_in_a_pipe(show: Show, header: bool) -> None:
    shown = a_pipe(now=NOW, header=header)
    show(shown)
    text = shown.out + shown.talk
    assert show is logged or SHOWN in text
    assert text.replace("\n", "").replace("\t", "").isprintable()


@pytest.mark.parametrize("show", DATA, ids=lambda show: show.__name__)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("look", ["json", "jsonl"])
def test_json_is_the_text_itself_and_harmless_to_look_at(
    show: Show, encoding: str, look: str
) -> None:
    settings: dict[str, Any] = {look: True}
    shown = a_pipe(now=NOW, encoding=encoding, **settings)
    show(shown)
    assert encoding == "utf-8" or shown.out.isascii()
    assert shown.out.replace("\n", "").isprintable()
    assert any(
        text == HOSTILE for line in shown.lines for text in _texts(msgspec.json.decode(line))
    )


def _texts(value: object) -> Iterator[str]:
    """Yield every text of a JSON document."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def test_a_list_in_a_pipe_is_a_row_for_each_ticket() -> None:
    shown = a_pipe(now=NOW)
    shown.show(ListResult([a_standing(now=NOW)] * 40))
    assert shown.out == ROW * 40
    assert shown.talk == ""


@pytest.mark.parametrize(("limit", "rows"), [(0, 3), (2, 2), (9, 3)])
def test_a_limit_counts_in_a_pipe_too(limit: int, rows: int) -> None:
    shown = a_pipe(now=NOW, limit=limit)
    shown.show(ListResult([a_standing(now=NOW)] * 3))
    assert shown.out == ROW * rows


def test_a_limit_counts_for_chosen_fields_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch, now=NOW, fields="id", limit=1)
    shown.show(ListResult([a_standing(now=NOW)] * 3))
    assert shown.lines == ["ID", "T-12"]


def test_a_header_names_the_columns() -> None:
    shown = a_pipe(now=NOW, header=True)
    shown.show(ListResult([]))
    assert shown.out == FIELDS.replace(" ", "\t") + "\n"


def test_a_list_is_an_array_of_whole_documents() -> None:
    shown = a_pipe(now=NOW, json=True)
    shown.show(ListResult([a_standing(now=NOW)]))
    [document] = msgspec.json.decode(shown.out)
    assert list(document) == list(TICKET)


def test_json_lines_are_an_object_each() -> None:
    shown = a_pipe(now=NOW, jsonl=True)
    shown.show(ListResult([a_standing(now=NOW)] * 2))
    assert [msgspec.json.decode(line)["id"] for line in shown.lines] == ["T-12", "T-12"]


@pytest.mark.parametrize(
    ("look", "out"), [({"json": True}, "[]\n"), ({"jsonl": True}, ""), ({}, "")]
)
def test_an_empty_list_is_empty(look: dict[str, Any], out: str) -> None:
    for empty in (ListResult([]), ReviewsResult([]), OutboxResult([])):
        shown = a_pipe(**look)
        shown.show(empty)
        assert (shown.out, shown.talk) == (out, "")
    shown = a_pipe(**look)
    shown.document([])
    assert (shown.out, shown.talk) == (out, "")


@pytest.mark.parametrize(
    ("look", "out"),
    [
        ({"json": True}, '[{"overdue":true,"id":"T-12","tags":["a","b"]}]\n'),
        ({"jsonl": True}, '{"overdue":true,"id":"T-12","tags":["a","b"]}\n'),
        ({}, "true\tT-12\ta,b\n"),
        ({"table": True}, "OVERDUE  ID    TAGS\ntrue     T-12  a,b\n"),
    ],
    ids=["JSON", "JSONL", "TSV", "table"],
)
def test_fields_are_chosen_in_every_look(look: dict[str, Any], out: str) -> None:
    shown = a_pipe(now=NOW, fields="overdue,id,tags", **look)
    shown.show(ListResult([a_standing(tags=("a", "b"), now=NOW)]))
    assert shown.out == out


@pytest.mark.parametrize("show", DATA, ids=lambda show: show.__name__)
@pytest.mark.parametrize("look", [{"json": True}, {}], ids=["JSON", "TSV"])
def test_an_unknown_field_is_refused_with_those_there_are(show: Show, look: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="unknown field 'colour'") as refused:
        show(a_pipe(now=NOW, fields="colour", **look))
    assert "the fields are " in str(refused.value.help)


def test_a_cell_holds_lists_as_json_and_breaks_no_line() -> None:
    shown = a_pipe(now=NOW, fields="id,escalations,description")
    moved = escalated(after("1h"), "L2", origin="L1", reason='a "b"\tc')
    shown.show(ListResult([a_standing(moved, description="one\n\ttwo", now=NOW)]))
    id_, moves, text = shown.out.rstrip("\n").split("\t")
    assert (id_, text) == ("T-12", "one\\n\\ttwo")
    [step] = msgspec.json.decode(moves.replace("\\\\", "\\"))
    assert (step["from"], step["reason"]) == ("L1", 'a "b"\tc')


@pytest.mark.parametrize(
    ("many", "kind"), [(False, dict), (True, list)], ids=["one id", "several ids"]
)
@pytest.mark.parametrize("verb", ["changed", "logged", "story"])
def test_json_of_one_ticket_is_an_object_and_of_several_an_array(
    verb: str, many: bool, kind: type
) -> None:
    shown = a_pipe(now=NOW, json=True)
    if verb == "changed":
        shown.show(ChangedResult([untouched(a_standing(now=NOW))], "closed", many=many))
    elif verb == "logged":
        shown.show(LoggedResult([Logged(a_standing(now=NOW), is_new=True)], many=many))
    else:
        shown.show(ShowResult([a_story(now=NOW)], many=many))
    assert type(msgspec.json.decode(shown.out)) is kind


def test_a_changed_ticket_is_the_row_of_a_list() -> None:
    shown = a_pipe(now=NOW)
    shown.show(ChangedResult([untouched(a_standing(now=NOW))], "closed"))
    assert shown.out == ROW


def test_a_new_ticket_is_its_id_alone_in_a_pipe() -> None:
    shown = a_pipe(now=NOW)
    shown.show(LoggedResult([Logged(a_standing(id="T-41", now=NOW), is_new=True)]))
    assert shown.out == "T-41\n"


@pytest.mark.parametrize("terminal", [False, True], ids=["pipe", "terminal"])
def test_quiet_verbs_print_ids_alone(monkeypatch: pytest.MonkeyPatch, terminal: bool) -> None:
    for show in (changed, logged):
        shown = a_terminal(monkeypatch, quiet=True) if terminal else a_pipe(quiet=True)
        show(shown)
        assert shown.out == "T-12\n"


def test_quiet_gives_way_to_what_was_asked_for() -> None:
    shown = a_pipe(now=NOW, quiet=True, fields="title")
    changed(shown)
    assert shown.out == f"{SHOWN}\n"


def test_quiet_means_no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch, quiet=True)
    shown.say("dropped 2")
    shown.show(ListResult([]))
    shown.show(ChangedResult([], "closed"))
    assert (shown.out, shown.talk) == ("", "")


def test_on_a_terminal_an_empty_result_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch)
    shown.show(ListResult([]))
    shown.show(ChangedResult([], "closed"))
    assert (shown.out, shown.talk) == ("", "no tickets\nnothing to change\n")


def test_a_story_in_a_pipe_is_a_field_a_line() -> None:
    shown = a_pipe(now=NOW)
    shown.show(ShowResult([a_story(now=NOW), a_story(id="T-13", now=NOW)], many=True))
    first, second = shown.out.split("\n\n")
    rows = [line.split("\t") for line in first.splitlines()]
    assert [name for name, _ in rows] == list(STORY)
    assert dict(rows)["title"] == "Mail server down"
    assert "id\tT-13\n" in second


def test_a_check_with_nothing_new_prints_not_one_byte() -> None:
    shown = a_pipe(now=NOW)
    overdue = a_standing(now=NOW)
    pressing = Pressing((overdue,), ())
    shown.show(CheckResult(a_run(pressing=pressing, left=Counts(dead=3), outdated=2)))
    assert (shown.out, shown.talk) == ("", "")


@pytest.mark.parametrize(
    ("dry_run", "line"),
    [
        (False, "T-12 P1 one-hour: L1 -> L2, notice to bo (Mail server down)\n"),
        (True, "T-12 P1 one-hour: would go L1 -> L2, would notify bo (Mail server down)\n"),
    ],
    ids=["done", "dry run"],
)
@pytest.mark.parametrize("terminal", [False, True], ids=["pipe", "quiet terminal"])
def test_a_check_prints_a_line_for_each_new_decision(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, dry_run: bool, line: str
) -> None:
    shown = a_terminal(monkeypatch, encoding="ascii", quiet=True) if terminal else a_pipe()
    run = a_run(a_decision())
    shown.show(CheckResult(run, dry_run=dry_run))
    assert shown.out == line


@pytest.mark.parametrize("look", [{}, {"json": True}, {"quiet": True}], ids=["TSV", "JSON", "-q"])
def test_tickets_that_broke_are_named_on_stderr(look: dict[str, Any]) -> None:
    shown = a_pipe(**look)
    shown.show(CheckResult(a_run(errors=(Failure("T-9", "KeyError: 'x'\nmore"),))))
    assert shown.talk == "escalate: error: T-9: KeyError: 'x' more\n"


def test_fields_of_a_check_are_those_of_its_decisions() -> None:
    shown = a_pipe(fields="ticket,from,to")
    shown.show(CheckResult(a_run(a_decision())))
    assert shown.out == "T-12\tL1\tL2\n"


@pytest.mark.parametrize(
    ("show", "names"),
    [
        (reviewed, [name for name in REVIEW if name not in {"schema", "action_of"}]),
        (queued, ["key", "ticket", "kind", "to", "state", "created_at", "text"]),
    ],
    ids=["reviews", "messages"],
)
def test_what_waits_has_its_text_last(show: Show, names: list[str]) -> None:
    shown = a_pipe(now=NOW, header=True)
    show(shown)
    assert shown.lines[0].split("\t") == names
    assert shown.lines[1].endswith(SHOWN)


def test_an_odd_result_is_pairs_in_a_pipe() -> None:
    shown = a_pipe()
    shown.document({"store": "/srv/ops", "exists": True, "policy": None})
    assert shown.out == "store\t/srv/ops\nexists\ttrue\npolicy\t\n"


def test_an_odd_result_is_aligned_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch)
    shown.document({"store": "/srv/ops", "exists": True, "policy": None})
    assert shown.lines == ["store   /srv/ops", "exists  true", "policy"]


def test_a_list_of_an_odd_result_is_folded_between_its_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    columns = {"left": 2, "columns": ["ticket id", "created", "updated at"]}
    shown = a_terminal(monkeypatch, width=32)
    shown.document(columns)
    assert shown.lines == ["left     2", "columns  ticket id, created,", "         updated at"]
    piped = a_pipe()
    piped.document(columns)
    assert piped.out == "left\t2\ncolumns\tticket id,created,updated at\n"


def test_fields_of_an_odd_result_are_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    for shown, out in (
        (a_pipe(fields="b"), "b\t2\n"),
        (a_pipe(fields="b", json=True), '{"b":2}\n'),
        (a_terminal(monkeypatch, fields="b"), "b  2\n"),
    ):
        shown.document({"a": 1, "b": 2})
        assert shown.out == out


def test_json_is_indented_where_a_person_looks_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch, json=True)
    shown.document({"a": 1})
    assert shown.out == '{\n  "a": 1\n}\n'


def test_the_table_look_can_be_had_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = a_pipe(now=NOW, table=True)
    listed(shown)
    assert shown.is_table
    assert shown.lines[0].split() == ["ID", "P", "LVL", "OWNER", "DUE", "TITLE"]


def test_the_look_never_changes_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    look: dict[str, Any] = {"now": NOW, "fields": "id,title"}
    terminal, pipe = a_terminal(monkeypatch, width=200, **look), a_pipe(**look)
    for shown in (terminal, pipe):
        shown.show(ListResult([a_standing(title=HOSTILE, now=NOW)]))
    assert terminal.lines[1].split("  ") == pipe.lines[0].split("\t")


def test_chosen_instants_are_local_on_a_terminal_and_utc_in_a_pipe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look: dict[str, Any] = {"now": NOW, "fields": "due_at,resolved_at"}
    terminal, pipe = a_terminal(monkeypatch, **look), a_pipe(**look)
    for shown in (terminal, pipe):
        shown.show(ListResult([a_standing(now=NOW)]))
    assert terminal.lines == ["DUE_AT                    RESOLVED_AT", "Mon 2026-11-23 13:00 CET"]
    assert pipe.lines == ["2026-11-23T12:00:00Z\t"]


def test_an_instant_is_echoed_in_full() -> None:
    assert a_pipe().full(MONDAY_NINE + HOUR) == "Mon 2026-11-23 10:00 CET (in 1h)"


TIMED = """
import time
from escalate_cli.render.results.list import ListResult
from tests.unit.render.parts.test_printer import NOW, a_pipe, a_standing
standings = [a_standing(priority="P1", now=NOW)] * 10_000
shown = a_pipe(now=NOW)
costs = []
for _ in range(3):
    began = time.process_time()
    shown.show(ListResult(standings))
    costs.append(time.process_time() - began)
print(min(costs), len(shown.lines) // 3)
"""


def test_ten_thousand_tickets_are_listed_in_a_second() -> None:
    seconds, lines = python("-c", TIMED).stdout.split()
    assert float(seconds) < 1
    assert lines == "10000"


LOADED = """
import io, sys
from tests.unit.render.parts.test_printer import {method}
from tests.unit.render.screen import Shown, Stream
from escalate_cli.invocation import Invocation
for name in [name for name in sys.modules if name.partition(".")[0] == "rich"]:
    del sys.modules[name]
for look in ({looks}):
    {method}(Shown(Invocation(**look), Stream(is_terminal={terminal}), {method}.__globals__["NOW"]))
print(sorted({{name.partition(".")[0] for name in sys.modules}} & {{"rich", "yaml", "tinydb"}}))
"""


def loaded(method: Show, looks: str, *, terminal: bool) -> str:
    """Return which of the costly packages showing a result imports."""
    script = LOADED.format(method=method.__name__, looks=looks, terminal=terminal)
    return python("-c", script).stdout.splitlines()[-1]


@pytest.mark.parametrize("method", DATA, ids=lambda show: show.__name__)
def test_data_loads_no_rich(method: Show) -> None:
    assert loaded(method, '{}, {"json": True}, {"jsonl": True}', terminal=False) == "[]"


@pytest.mark.parametrize(
    "method", [changed, logged, documented, listed], ids=lambda show: show.__name__
)
def test_nor_does_a_page_on_a_terminal(method: Show) -> None:
    assert loaded(method, "{},", terminal=True) == "[]"


def test_every_field_of_a_message_can_be_asked_for() -> None:
    shown = a_pipe(fields=",".join(MESSAGE))
    queued(shown)
    assert len(shown.lines[0].split("\t")) == len(MESSAGE)


def test_chosen_texts_are_not_escaped_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch, now=NOW, fields="id,title")
    shown.show(ListResult([a_standing(title=r"\\files\finance", now=NOW)]))
    assert shown.lines[-1] == r"T-12  \\files\finance"
