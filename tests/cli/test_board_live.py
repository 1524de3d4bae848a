"""The board on the screen: what keys do, what it asks first, and what it never does by accident."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from escalate_cli.invocation import Invocation
from escalate_cli.wiring import Wiring
from tests.cli.shell import Shell
from tests.unit.render.tickets import HOSTILE

pytest.importorskip("textual")

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static
from textual.worker import WorkerCancelled

from escalate_cli.cli.live_board import lookout
from escalate_cli.cli.live_board.app import LiveBoard
from escalate_cli.cli.live_board.desk import Desk
from escalate_cli.cli.live_board.haste import TOO_FAST, Haste

Play = Callable[[Pilot[None]], Awaitable[None]]
SIZES = ((40, 10), (60, 15), (80, 24), (200, 50))
UNHURRIED = TOO_FAST + 0.1


class Played(LiveBoard):
    """The board of which keys arrive by a clock of ours, on a machine as fast or slow as we like.

    Attributes:
        pace: seconds between a key and the next one.
        lag: seconds by which the board is late.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Haste(lambda: self._came_at + self.lag))
        self.pace, self.lag, self._came_at = UNHURRIED, 0.0, 0.0

    async def on_event(self, event: events.Event) -> None:
        """Let a key arrive a pace after the one before."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._came_at += self.pace
            event.time = self._came_at
        await super().on_event(event)


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
    board = Played(Desk(Wiring(Invocation(now=now), environ), ()))

    async def run() -> None:
        async with board.run_test(size=size) as pilot:
            await settled(pilot)
            await steps(pilot)

    asyncio.run(run())
    return board


def played(pilot: Pilot[None]) -> Played:
    """Return the board that somebody plays on."""
    assert isinstance(pilot.app, Played)
    return pilot.app


async def settled(pilot: Pilot[None]) -> None:
    """Wait until all that was begun is done, or was begun anew."""
    await pilot.pause()
    await handed_on()
    while begun := [worker for worker in pilot.app.workers if not worker.is_finished]:
        with suppress(WorkerCancelled):
            await pilot.app.workers.wait_for_complete(begun)
        await handed_on()


async def handed_on() -> None:
    """Let every message arrive that hands a key on from widget to widget."""
    for _ in range(200):
        await asyncio.sleep(0)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys as a person does, and wait for what comes of each."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


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


async def mark_two(pilot: Pilot[None], team: Shell, *keys: str) -> None:
    """Mark two tickets and go on; of one another person changes something meanwhile."""
    await press(pilot, "space", "space", *keys)
    team.done("note", "2", "mine", "--as", "di", now="+2m")


def test_marked_tickets_are_acted_on_at_once(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "space", "space")
        assert [line[0] for line in lines(pilot) if "T-" in line] == ["*", "*", " "]
        assert text(pilot, "#status") == "marked: T-1, T-2"
        await press(pilot, "n")
        causes = text(pilot, "#cause").splitlines()
        assert [line.partition(":")[0] for line in causes[1:]] == ["T-1", "T-2"]
        assert all("then: " in line and "without it: " in line for line in causes[1:])
        await write(pilot, "the same fault")
        assert text(pilot, "#status") == (
            "done: escalate note T-1 'the same fault'; escalate note T-2 'the same fault'"
        )
        assert "*" not in {line[0] for line in lines(pilot)}

    play(team, steps)
    noted = ["note_added" in team.kinds(number) for number in ("1", "2", "3")]
    assert noted == [True, True, False]


def test_a_mark_is_taken_away_by_the_same_key_and_all_by_escape(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "space", "g", "space")
        assert text(pilot, "#status") == ""
        await press(pilot, "g", "space", "space", "escape", "g", "y")
        assert text(pilot, "#status") == "copied, if the terminal lets it: T-1"
        assert pilot.app.clipboard == "T-1"
        await press(pilot, "space", "space", "y")
        assert pilot.app.clipboard == "T-1 T-2"

    play(team, steps)


def test_a_marked_ticket_that_another_one_changes_is_marked_no_longer(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await mark_two(pilot, team)
        await press(pilot, "r")
        assert text(pilot, "#status") == "no longer as it was marked: T-2"
        await press(pilot, "a")
        assert text(pilot, "#status") == "escalate ack T-1"

    play(team, steps)


def test_what_is_said_while_a_panel_is_open_takes_no_place_of_its_command(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "space", "n", *"why")
        team.done("note", "1", "by another", "--as", "bo")
        played(pilot).poll()
        await settled(pilot)
        assert text(pilot, "#status") == ("no longer as it was marked: T-1\nescalate note T-1 why")
        await press(pilot, "s")
        assert text(pilot, "#status") == "escalate note T-1 whys"

    play(team, steps)


def test_of_marked_tickets_one_that_was_changed_holds_all_back(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await mark_two(pilot, team, "a")
        await press(pilot, "enter")
        assert "T-2 was changed since you looked: nothing was done" in text(pilot, "#status")

    play(team, steps)
    assert team.show("1")["status"] == "open"


def test_an_undo_says_which_other_tickets_it_alters_and_holds_to_them(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "space", "space", "a", "enter")
        assert text(pilot, "#status") == "done: escalate ack T-1 T-2"
        await press(pilot, "space", "space", "u")
        assert "one ticket" in text(pilot, "#status")
        await press(pilot, "escape", "g", "u")
        assert "of T-1, T-2" in text(pilot, "#cause").splitlines()
        team.done("note", "2", "from the requester", "--from-requester", "--as", "di", now="+2m")
        await write(pilot, "the wrong ones")
        assert "T-2 was changed since you looked: nothing was done" in text(pilot, "#status")

    play(team, steps)
    assert team.show("1")["status"] == "acknowledged"


def test_where_a_ticket_is_read_an_act_is_about_that_one_as_it_was_read(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "enter")
        team.done("resolve", "1", "-m", "done", "--as", "di", now="+2m")
        await press(pilot, "r")
        assert chosen(pilot) != "T-1"
        await press(pilot, "n")
        assert text(pilot, "#cause").startswith("note T-1: ")
        await press(pilot, "escape")
        assert pilot.app.query_one("#text").is_on_screen
        await press(pilot, "y")
        assert pilot.app.clipboard == "T-1"
        await press(pilot, "escape", "question_mark", "a")
        assert not pilot.app.query_one("#cause").is_on_screen

    play(team, steps)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_an_act_asks_and_causes_is_within_the_screen(
    team: Shell, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "space", "space", "space", "n")
        screen = Region(0, 0, *size)
        for part in ("#typed", "#status"):
            assert screen.contains_region(pilot.app.query_one(part).region)
        around = pilot.app.query_one("#cause").parent
        assert isinstance(around, VerticalScroll)
        assert screen.contains_region(around.region)
        assert around.region.height >= 3
        await pilot.press(*["down"] * 30)
        assert around.scroll_offset.y == around.max_scroll_y

    play(team, steps, size)


def test_another_size_is_another_layout(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        widest = []
        for size in (*SIZES, SIZES[0]):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            widest.append(max(map(len, lines(pilot))))
        assert widest[0] <= 40 < widest[1] <= 60 < widest[2] <= 80 < widest[3] <= 200
        assert widest[4] == widest[0]

    team.log("A title of many words " * 9, "-p", "P4")
    play(team, steps)


def test_colours_are_those_of_the_terminal(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        prompts = [o.prompt for o in pilot.app.query_one("#list", OptionList).options]
        styles = {str(s.style) for p in prompts if isinstance(p, Content) for s in p.spans}
        coloured = {word for style in styles for word in style.split()} - {"bold", "dim"}
        assert coloured
        assert all(word.startswith("ansi_") for word in coloured)

    play(team, steps, now="+1d")


def test_while_the_terminal_is_not_looked_at_it_looks_less_often(
    team: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookout, "POLL", 3600)
    looked: list[bool] = []
    monkeypatch.setattr(Desk, "state", lambda _: looked.append(True))

    async def steps(pilot: Pilot[None]) -> None:
        counts = []
        for event in (events.AppBlur(), events.AppFocus()):
            pilot.app.post_message(event)
            await settled(pilot)
            before = len(looked)
            for _ in range(2 * lookout.UNWATCHED):
                played(pilot).poll()
                await settled(pilot)
            counts.append(len(looked) - before)
        assert counts == [2, 2 * lookout.UNWATCHED]

    play(team, steps)


def test_what_others_do_is_seen_and_the_selection_stays(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        ticket = chosen(pilot)
        team.done("log", "Server room burns", "-p", "P1", "--as", "di", now="+2m")
        async with asyncio.timeout(60):
            while not any("Server room burns" in line for line in lines(pilot)):
                await pilot.pause(0.05)
        assert chosen(pilot) == ticket

    play(team, steps)


BURSTS = ("jjx kill it\n", "echo susp\n", "assay\n", "a\n", "nothing\n\n", "jT\n\n", "xja")


def keys_of(burst: str) -> list[str]:
    """Return the names of the keys that write a text."""
    return [{" ": "space", "\n": "enter"}.get(letter, letter) for letter in burst]


def events_of(team: Shell) -> list[object]:
    """Return what the tickets went through."""
    return [team.show(number)["events"] for number in ("1", "2", "3")]


def changes_by(team: Shell, steps: Play) -> bool:
    """Tell whether any ticket is another one after somebody played on the board."""
    before = events_of(team)
    play(team, steps)
    return events_of(team) != before


@pytest.mark.parametrize("burst", BURSTS)
def test_a_burst_of_text_and_enter_does_nothing(team: Shell, burst: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        played(pilot).pace = 0.01
        await pilot.press(*keys_of(burst))
        await settled(pilot)
        played(pilot).pace = UNHURRIED
        await press(pilot, "enter")

    assert not changes_by(team, steps)


@pytest.mark.parametrize("burst", BURSTS)
def test_a_burst_that_arrives_at_once_does_nothing(team: Shell, burst: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        played(pilot).pace = 0
        for key in keys_of(burst):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(pilot)
        played(pilot).pace = UNHURRIED
        await press(pilot, "enter")

    assert not changes_by(team, steps)


def test_enter_before_the_panel_of_a_slow_board_is_open_does_nothing(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        played(pilot).lag = 5
        await press(pilot, "a", "enter")
        assert text(pilot, "#status") == "too fast: nothing was done"
        played(pilot).lag = 0
        await press(pilot, "a", "enter")
        assert text(pilot, "#status") == "done: escalate ack T-1"

    play(team, steps)


def test_a_text_that_is_pasted_into_the_panel_as_it_opens_closes_it(team: Shell) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "n")
        played(pilot).pace = 0
        pilot.app.post_message(events.Paste("rm -r\n"))
        await settled(pilot)
        assert text(pilot, "#status") == "too fast: nothing was done"
        played(pilot).pace = UNHURRIED
        await press(pilot, "n")
        pilot.app.post_message(events.Paste("see the log"))
        await settled(pilot)
        await press(pilot, "enter")
        assert text(pilot, "#status") == "done: escalate note T-1 'see the log'"

    play(team, steps)


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


def test_that_a_store_did_not_answer_is_said_until_it_does(team: Shell) -> None:
    file = team.store / "tickets.json"
    whole = file.read_bytes()

    async def steps(pilot: Pilot[None]) -> None:
        for content, said in ((b"[", "tickets.json"), (b"[", "tickets.json"), (whole, "")):
            file.write_bytes(content)
            played(pilot).poll()
            await settled(pilot)
            shown = text(pilot, "#status")
            assert said in shown if said else not shown
        await press(pilot, "a")
        assert text(pilot, "#status")
        played(pilot).poll()
        await settled(pilot)
        assert text(pilot, "#status")

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
