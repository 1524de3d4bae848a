"""Somebody types on the board beside `check` and two writers: no act is lost, none is blind.

A person at a terminal types at real speed for some seconds; the long part lets it be minutes. Two
writers give the tickets numbered titles meanwhile, by which it is known afterwards what stood in
the panel when an act was done: the title that the ticket had just before, or the act was blind.
"""

import os
import random
import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any, NamedTuple

import pytest

from tests.cli.board_screen import Screen, board
from tests.cli.shell import PROGRAM, Shell
from tests.patience import PATIENCE

pytest.importorskip("textual")

SECONDS = float(os.environ.get("ESCALATE_TEST_TYPING", "4"))
TICKETS = 9
READS = 0.4
"""Seconds that somebody looks at what a panel says."""
ESCAPES = re.compile(rb"\x1b(\[[0-9;?<>=]*[A-Za-z$~]|\][^\x07]*\x07|[=>])")
PANEL = re.compile(rb"note ((?:T-\d+, )*T-\d+): a note for the team, Esc leaves it(.*)", re.DOTALL)
TITLE = re.compile(rb"Ticket \d+ is v\d+\.")
STRAY = (b"echo susp; tail -f log\r", b"jjx kill it\r", b"Ta\rsn\r", b"nn done\r\r")
WRITERS = ("di", "cy")


class Act(NamedTuple):
    """What somebody did on the board, and what the board said about it."""

    text: str
    tickets: list[str]
    title: str
    is_done: bool


class Typist:
    """Somebody who types on the board, and reads what it says."""

    def __init__(self, screen: Screen) -> None:
        self._screen, self._chance = screen, random.Random(7)  # noqa: S311 - chance that repeats

    def acts(self, until: float) -> Iterator[Act]:
        """Write notes until an instant; yield each that was brought as far as Enter.

        On a machine that is too slow for it, go on until one is done.
        """
        number, is_done = 0, False
        while time.monotonic() < until or not is_done:
            assert time.monotonic() < until + PATIENCE
            number += 1
            self._stray()
            if asked := self._asked():
                act = self._entered(f"act {number}", *asked)
                is_done = is_done or act.is_done
                yield act

    def _type(self, keys: bytes) -> None:
        os.write(self._screen.main, keys)

    def _read(self, seconds: float) -> bytes:
        return ESCAPES.sub(b" ", self._screen.within(seconds))

    def _until(self, says: Callable[[bytes], object]) -> bytes:
        text, end = b"", time.monotonic() + PATIENCE
        while not says(text):
            assert time.monotonic() < end, text[-500:].decode(errors="replace")
            text += self._read(0.1)
        return text

    def _stray(self) -> None:
        """Go about, mark tickets, or let a text come that was meant for somewhere else."""
        for _ in range(self._chance.randrange(4)):
            self._type(self._chance.choice((b"j", b"j", b"k", b"g", b"G")))
            self._read(0.05)
        chance = self._chance.random()
        if chance < 0.2:
            self._type(self._chance.choice(STRAY))
            self._read(0.8)
            self._type(b"\x1b")
            self._read(0.5)
        elif chance < 0.4:
            self._type(b"  ")
            self._read(0.3)

    def _asked(self) -> tuple[list[str], str] | None:
        """Open the panel of a note; return of which tickets, and the title that it shows."""
        self._type(b"n")
        text = self._until(lambda text: PANEL.search(text) or b"nothing was done" in text)
        text += self._read(READS)
        panel = PANEL.search(text)
        if panel is None:
            self._type(b"\x1b")
            self._read(0.5)
            return None
        title = TITLE.search(panel[2])
        tickets = panel[1].decode().split(", ")
        return tickets, title[0].decode() if title and len(tickets) == 1 else ""

    def _entered(self, text: str, tickets: list[str], title: str) -> Act:
        self._type(text.encode())
        self._until(lambda said: f"'{text}'".encode() in said)
        self._type(b"\r")
        said = self._until(lambda said: b"done: escalate note" in said or b"nothing was" in said)
        return Act(text, tickets, title, b"done: escalate note" in said)


@contextmanager
def others(team: Shell) -> Iterator[None]:
    """Let two writers and a scheduler work at the same time."""
    over = Event()

    def run(*argv: str) -> None:
        done = subprocess.run(
            [PROGRAM, *argv, "-q"], env=team.env, capture_output=True, check=False
        )
        assert done.returncode in {0, 75}, done.stderr

    def write(name: str) -> None:
        chance, number = random.Random(name), 0  # noqa: S311 - chance that repeats
        while not over.wait(0.3):
            number += 1
            ticket = chance.randrange(1, TICKETS + 1)
            title = f"Ticket {ticket} is v{number}{WRITERS.index(name)}."
            run("edit", str(ticket), "--title", title, "--as", name)

    def check() -> None:
        while not over.wait(1):
            run("check")

    with ThreadPoolExecutor() as pool:
        running = [*(pool.submit(write, name) for name in WRITERS), pool.submit(check)]
        try:
            yield
        finally:
            over.set()
        for each in running:
            each.result()


def title_before(story: list[dict[str, Any]], text: str) -> str:
    """Return the title that a ticket had when a note was written."""
    title = ""
    for event in story:
        if event["kind"] == "note_added" and event["text"] == text:
            return title
        title = event.get("changes", event).get("title", title)
    raise AssertionError(text)


def test_beside_check_and_two_writers_no_act_is_lost_and_none_is_blind(support: Shell) -> None:
    del support.env["ESCALATE_NOW"]
    for number in range(1, TICKETS + 1):
        support.log(f"Ticket {number} is v0.", "-p", "P3", "-r", "kim")
    with board(support, size=(50, 200), awaited=b"is v0.") as screen:
        typist = Typist(screen)
        with others(support):
            acts = list(typist.acts(time.monotonic() + SECONDS))
        os.write(screen.main, b"q")
        assert screen.process.wait(PATIENCE) == 0
    done = [act for act in acts if act.is_done]
    assert done
    told = Counter((ticket, act.text) for act in done for ticket in act.tickets)
    events = {
        f"T-{number}": support.show(str(number))["events"] for number in range(1, TICKETS + 1)
    }
    recorded = Counter(
        (ticket, event.get("text", event["kind"]))
        for ticket, story in events.items()
        for event in story
        if event["by"] == "ana" and event["kind"] != "ticket_logged"
    )
    assert recorded == told
    assert set(recorded.values()) == {1}
    for act in (act for act in done if act.title):
        [ticket] = act.tickets
        assert act.title == title_before(events[ticket], act.text)
    assert support("verify").code == 0
