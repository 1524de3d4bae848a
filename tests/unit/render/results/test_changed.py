"""A verb answers with a line for each ticket, and with what comes next."""

from collections.abc import Sequence

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.asker import Asker
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.results.changed import Verb, changed_lines
from tests.conftest import after, resolved, taken
from tests.unit.render.screen import a_terminal
from tests.unit.render.tickets import HOSTILE, POLICY, SHOWN, ZONE, a_standing, untouched

NOW = after("2h")
WALL = Wall(NOW, ZONE)


@pytest.fixture
def ink(monkeypatch: pytest.MonkeyPatch) -> Ansi:
    return Ansi(a_terminal(monkeypatch).stdout)


def changed(
    ink: Ansi, standings: Sequence[TicketSnapshot], verb: Verb = "changed", by: str = "ana"
) -> list[str]:
    done = [untouched(each) for each in standings]
    return list(changed_lines(done, verb, WALL, ink, Asker(by, POLICY)))


def test_a_line_tells_where_the_ticket_is_and_when_it_is_due(ink: Ansi) -> None:
    standing = a_standing(taken(after("1h"), by="ana"), priority="P1", now=NOW)
    assert changed(ink, [standing], "acknowledged") == [
        "T-12 acknowledged · P1 · L1 · overdue by 1h 30m · Mail server down",
        "next: escalate note T-12 TEXT --public",
    ]


def test_what_comes_next_is_said_to_who_can_do_it(ink: Ansi) -> None:
    standing = a_standing(taken(after("1h"), by="ana"), now=NOW)
    assert changed(ink, [standing]) == [
        "T-12 changed · P3 · L1 · due in 6h · Mail server down",
        "next: escalate resolve T-12",
    ]
    assert changed(ink, [standing], by="bo") == [
        "T-12 changed · P3 · L1 · ana has it · due in 6h · Mail server down",
    ]


def test_for_whom_it_waits_is_said_to_all_others(ink: Ansi) -> None:
    assert changed(ink, [a_standing(now=NOW)], by="bo") == [
        "T-12 changed · P3 · L1 · waits for ana · due in 2h · Mail server down"
    ]


def test_what_was_done_may_be_said_of_each(ink: Ansi) -> None:
    several = [a_standing(id=f"T-{n}", now=NOW) for n in (1, 2)]
    lines = changed(ink, several, lambda standing: f"seen as {standing.ticket.id}")
    assert [line.partition(" · ")[0] for line in lines[:2]] == [
        "T-1 seen as T-1",
        "T-2 seen as T-2",
    ]


def test_what_comes_next_is_said_once_for_several_tickets(ink: Ansi) -> None:
    several = [a_standing(id=f"T-{n}", now=NOW) for n in (1, 2)]
    assert changed(ink, [*several, a_standing(resolved(NOW), now=NOW)])[3:] == [
        "next: escalate ack T-1 T-2",
        "next: escalate close T-12",
    ]


def test_what_takes_one_ticket_is_said_for_each(ink: Ansi) -> None:
    urgent = [a_standing(taken(NOW, by="ana"), id=f"T-{n}", priority="P1", now=NOW) for n in (1, 2)]
    assert changed(ink, urgent)[2:] == [
        "next: escalate note T-1 TEXT --public",
        "next: escalate note T-2 TEXT --public",
    ]


def test_a_hint_about_many_tickets_is_left_out(ink: Ansi) -> None:
    assert len(changed(ink, [a_standing(id=f"T-{n}", now=NOW) for n in range(1, 7)])) == 6


def test_a_move_that_needs_a_yes_is_said_to_wait_for_it(ink: Ansi) -> None:
    request = e.EscalationRequested(
        at=NOW, by="bo", ladder="functional", to="L2", approver="lead", asked=("lee",)
    )
    assert changed(ink, [a_standing(request, now=NOW)], "asked", by="bo") == [
        "T-12 asked · P3 · L1 · waits for ana · asked for L2, to be approved by lee",
        "  due in 2h · Mail server down",
    ]


def test_only_what_presses_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    coloured = Ansi(a_terminal(monkeypatch, coloured=True).stdout)
    [line, hint] = changed(coloured, [a_standing(now=after("3h30m"))])
    assert line.startswith("\x1b[1mT-12\x1b[0m changed · P3 · L1 · \x1b[33mdue in ")
    assert hint == "\x1b[2mnext: escalate ack T-12\x1b[0m"


def test_titles_are_harmless(ink: Ansi) -> None:
    hostile = a_standing(title=HOSTILE, now=NOW)
    assert changed(ink, [hostile], HOSTILE)[:2] == [
        f"T-12 {SHOWN} · P3 · L1",
        f"  due in 2h · {SHOWN}",
    ]


def test_a_title_that_does_not_fit_stands_below_and_is_not_cut(ink: Ansi) -> None:
    title = "Invoices are not printed since this morning, and the queue of the printer is full"
    assert changed(ink, [a_standing(title=title, now=NOW)]) == [
        "T-12 changed · P3 · L1 · due in 2h",
        "  Invoices are not printed since this morning, and the queue of the printer is",
        "  full",
        "next: escalate ack T-12",
    ]


def test_a_request_that_goes_by_itself_at_the_next_check_says_so(ink: Ansi) -> None:
    request = e.EscalationRequested(
        at=after("1h"), by="ana", ladder="functional", to="L2", approver="L3", auto_at=after("90m")
    )
    line = " ".join(map(str.strip, changed(ink, [a_standing(request, now=NOW)])))
    assert "or by itself at the next check" in line
