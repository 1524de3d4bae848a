"""The board on the screen: what keys do, what it asks first, and what it never does by accident."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from escalate_cli.invocation import Invocation
from escalate_cli.wiring import Wiring
from tests.cli.shell import Shell
from tests.unit.render.tickets import HOSTILE

pytest.importorskip("textual")

from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from escalate_cli.cli.live_board import app as board_app
from escalate_cli.cli.live_board.app import LiveBoard
from escalate_cli.cli.live_board.desk import Desk
from escalate_cli.cli.live_board.haste import TOO_FAST

Play = Callable[[Pilot[None]], Awaitable[None]]
SIZES = ((40, 10), (80, 24), (200, 50))
UNHURRIED = TOO_FAST + 0.1


@pytest.fixture
def team(support: Shell) -> Shell:
    """Log three tickets, of which one is bo's and one has hostile words in it."""
    support.log("Mail is down", "-p", "P1", "-r", "kim")
    support.log(f"[red]Printer[/red] {HOSTILE}", "-p", "P3", "-r", "kim")
    support.log("VPN drops", "-p", "P2", "-r", "tom")
    support.done("ack", "3", "--take", "--as", "bo", now="+1m")
    return support


def play(team: Shell, steps: Play, size: tuple[int, int] = (80, 24), now: str = "+2m") -> LiveBoard:
    """Show the board without a terminal, and let somebody play on it."""
    environ = {**team.env, "ESCALATE_STORE": str(team.store)}
    board = LiveBoard(Desk(Wiring(Invocation(now=now), environ), ()))

    async def played() -> None:
        async with board.run_test(size=size) as pilot:
            await settled(pilot)
            await steps(pilot)

    asyncio.run(played())
    return board


async def settled(pilot: Pilot[None]) -> None:
    """Wait until all that was begun is done."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys as a person does, and wait for what comes of each."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)
        await asyncio.sleep(UNHURRIED)


async def write(pilot: Pilot[None], text: str) -> None:
    """Type a text."""
    pilot.app.query_one("#typed", Input).value = text
    await press(pilot, "enter")


def text(pilot: Pilot[None], of: str) -> str:
    """Return what a part of the screen says."""
    return str(pilot.app.query_one(of, Static).content)


def lines(pilot: Pilot[None]) -> list[str]:
    """Return the rows of the list."""
    return [str(option.prompt) for option in pilot.app.query_one("#list", OptionList).options]


def chosen(pilot: Pilot[None]) -> str | None:
    """Return the ticket that is selected."""
    option = pilot.app.query_one("#list", OptionList).highlighted_option
    return option.id if option else None


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_presses_stands_first_and_fits(team: Shell, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        rows = lines(pilot)
        assert "T-1" in rows[1]
        assert max(map(len, rows)) <= size[0]
        assert chosen(pilot) == "T-1"
        assert "3 open" in text(pilot, "#head")

    play(team, steps, size)


def test_words_of_tickets_are_no_markup(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        assert any("[red]Printer[/red]" in line for line in lines(pilot))

    play(team, steps, (200, 50))


def test_an_act_says_what_it_causes_and_waits_for_enter(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "a")
        cause = text(pilot, "#cause")
        assert "acknowledged" in cause
        assert "without it: " in cause
        assert text(pilot, "#status") == "escalate ack T-1"
        assert team.show()["status"] == "open"
        await press(pilot, "enter")
        assert team.show()["status"] == "acknowledged"
        assert text(pilot, "#status") == "done: escalate ack T-1"

    play(team, steps)
    assert team.show()["owner"] == "ana"


@pytest.mark.parametrize(
    ("key", "typed", "kind"),
    [
        ("n", "looked at it", "note_added"),
        ("t", "we look into it", "note_added"),
        ("w", "vendor a part is missing", "ticket_paused"),
        ("e", "too hard", "ticket_escalated"),
        ("s", "restarted", "ticket_resolved"),
    ],
)
def test_an_act_is_the_one_of_its_command(team: Shell, key: str, typed: str, kind: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, key)
        await write(pilot, typed)
        assert text(pilot, "#status").startswith("done: escalate ")

    play(team, steps)
    assert kind in {event["kind"] for event in team.show()["events"]}


def test_undo_says_what_it_takes_back(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "a", "enter", "u")
        assert "takes back: ticket acknowledged" in text(pilot, "#cause")
        await write(pilot, "the wrong one")

    play(team, steps)
    assert team.show()["status"] == "open"


def test_what_another_one_has_is_taken_by_another_key(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "G", "T")
        assert "acknowledged" in text(pilot, "#cause")
        await press(pilot, "enter")
        assert text(pilot, "#status") == "done: escalate ack T-3 --take"

    play(team, steps)
    assert team.show("3")["owner"] == "ana"


@pytest.mark.parametrize("key", ["n", "e", "s"])
def test_where_a_text_is_asked_for_enter_alone_does_nothing(team: Shell, key: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, key, "enter")
        assert text(pilot, "#status").startswith("nothing was typed")

    before = team.show()["events"]
    play(team, steps)
    assert team.show()["events"] == before


def test_nothing_is_done_on_what_was_not_seen(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "a")
        team.done("ack", "1", "--take", "--as", "di", now="+2m")
        await press(pilot, "enter")
        assert "T-1 was changed since you looked: nothing was done" in text(pilot, "#status")

    play(team, steps)
    assert team.show()["owner"] == "di"


def test_what_others_do_is_seen_and_the_selection_stays(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        ticket = chosen(pilot)
        team.done("log", "Server room burns", "-p", "P1", "--as", "di", now="+2m")
        await asyncio.sleep(board_app.POLL + 0.5)
        await settled(pilot)
        assert any("Server room burns" in line for line in lines(pilot))
        assert chosen(pilot) == ticket

    play(team, steps)


@pytest.mark.parametrize("burst", ["jjx kill it", "echo susp", "assay"])
def test_a_burst_of_text_and_enter_does_nothing(team: Shell, burst: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(*("space" if key == " " else key for key in burst), "enter")
        await settled(pilot)
        await press(pilot, "enter")

    before = [team.show(number)["events"] for number in ("1", "2", "3")]
    play(team, steps)
    assert [team.show(number)["events"] for number in ("1", "2", "3")] == before


def test_enter_shows_the_ticket_w_why_and_escape_leads_back(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "enter")
        assert "Mail is down" in text(pilot, "#text")
        assert "History" in text(pilot, "#text")
        await press(pilot, "escape")
        assert pilot.app.query_one("#list").display
        await press(pilot, "W")
        assert "acknowledge" in text(pilot, "#text")
        await press(pilot, "escape", "question_mark")
        assert "Enter  the ticket" in text(pilot, "#text")

    play(team, steps)


def test_a_query_chooses_what_is_shown_and_a_wrong_one_is_explained(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "slash")
        pilot.app.query_one("#filter", Input).value = "owner:bo"
        await press(pilot, "enter")
        assert [line for line in lines(pilot) if "T-" in line] == [lines(pilot)[1]]
        assert "T-3" in lines(pilot)[1]
        await press(pilot, "slash")
        pilot.app.query_one("#filter", Input).value = "colour:red"
        await press(pilot, "enter")
        assert "'colour' is nothing a query can ask for" in text(pilot, "#status")

    play(team, steps)


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("ctrl+c", 130)])
def test_it_ends_with_the_code_of_its_end(team: Shell, key: str, code: int) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(key)

    assert play(team, steps).return_code == code


def test_every_key_means_one_thing() -> None:
    keys = [key for binding in LiveBoard.BINDINGS for key in _keys(binding)]
    assert len(keys) == len(set(keys))


def _keys(binding: object) -> list[str]:
    return str(getattr(binding, "key", "")).split(",")


def test_in_a_pipe_it_is_refused_in_one_line(team: Shell) -> None:
    refused = team("board")
    assert (refused.stdout, refused.code) == ("", 2)
    assert "the board needs a terminal" in refused.stderr
