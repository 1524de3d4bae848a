"""A history reads day by day, and nothing in it can move the terminal."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.parts.words.timeline import timeline
from tests.conftest import after, answered, noted, taken
from tests.unit.render.screen import a_terminal
from tests.unit.render.tickets import HOSTILE, SHOWN, ZONE, a_history

NOW = after("5h")


def told(
    patch: pytest.MonkeyPatch,
    events: Sequence[e.Event],
    *,
    width: int = 60,
    encoding: str = "utf-8",
) -> list[str]:
    on = Ansi(a_terminal(patch, width=width, encoding=encoding).stdout)
    return [line.plain for line in timeline(on, events, Wall(NOW, ZONE))]


def test_each_local_day_has_its_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    late = after("15h") - timedelta(minutes=1)
    lines = told(monkeypatch, [taken(late), answered(late + timedelta(minutes=2))])
    assert lines == [
        "  Mon 2026-11-23",
        "    23:59  bo  acknowledged",
        "  Tue 2026-11-24",
        "    00:01  bo  public note: …",
    ]


def test_names_are_aligned_and_an_override_shows_both(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = told(
        monkeypatch,
        [taken(NOW), e.TicketAcknowledged(at=NOW, by="ana", login="root")],
    )
    assert lines[1:] == [
        "    14:00  bo          acknowledged",
        "    14:00  ana (root)  acknowledged",
    ]


def test_what_was_written_keeps_its_lines_and_fits_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = f"{HOSTILE}\r\n\n\tindented, and then so much more that it has to be wrapped\n"
    lines = told(monkeypatch, [e.NoteAdded(at=NOW, by="bo", text=text)])
    assert lines[2:] == [
        "               Invoices [urgent] [/oops]",
        "               <U+001B>]0;x<U+0007> =1+1 <U+202E>",
        "",
        "                       indented, and then so much more that",
        "               it has to be wrapped",
    ]
    assert max(map(len, lines)) <= 60


def test_a_very_narrow_terminal_still_gets_words(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = told(monkeypatch, [e.NoteAdded(at=NOW, by="bo", text="a " * 20)], width=10)
    assert lines[2].split() == ["a"] * 15


def test_hostile_names_stay_on_their_line(monkeypatch: pytest.MonkeyPatch) -> None:
    [_, line, *_] = told(monkeypatch, [e.TicketAcknowledged(at=NOW, by=HOSTILE)], width=120)
    assert line == f"    14:00  {SHOWN}  acknowledged"


def test_a_move_says_what_its_finding_would_say_again(monkeypatch: pytest.MonkeyPatch) -> None:
    history = a_history(priority="P1", checked_at=[after("1h")])
    fired = [x for x in history.events if isinstance(x, e.TriggerFired)]
    assert {x.trigger for x in fired} == {"critical", "unanswered", "one-hour"}
    lines = [line for line in told(monkeypatch, history.events) if "rule" in line]
    assert lines == [
        "    10:00  policy  escalated to manager, rule critical,",
        "    10:00  policy  rule unanswered, notice to the-lead",
        "    10:00  policy  escalated L1 → L2, rule one-hour, now",
    ]


def test_without_utf_8_arrows_are_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    history = a_history(priority="P1", checked_at=[after("1h")])
    text = "\n".join(told(monkeypatch, history.events, encoding="ascii"))
    assert "L1 -> L2" in text
    assert text.isascii()


def test_a_note_without_text_leaves_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(told(monkeypatch, [taken(NOW), noted(NOW, "")])) == 3


def test_words_stand_beside_what_was_done_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    short, long, two = (noted(NOW, text) for text in ("on it", "a long story " * 4, "one\ntwo"))
    assert told(monkeypatch, [short], width=60)[1:] == ["    14:00  bo  internal note: on it"]
    assert told(monkeypatch, [long], width=60)[1] == "    14:00  bo  internal note"
    assert told(monkeypatch, [two])[2:] == ["               one", "               two"]
