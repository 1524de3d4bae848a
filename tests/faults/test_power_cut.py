"""Power is cut at every moment of every command, on a disk that keeps as little as it may.

What is read afterwards is what was there before or after some commit of the command, never anything
else; and what was acknowledged is there.
"""

from collections.abc import Iterator

import pytest

from escalate_cli.domain.ticket.events import MessageSent
from escalate_cli.errors import DamagedStoreError, EscalateError
from escalate_cli.store.json_store import JsonStore
from tests.cli.shell import Shell
from tests.faults.calls import FILES, FOLDERS
from tests.faults.conftest import Figures
from tests.faults.disk import Disk, State
from tests.faults.program import Program
from tests.faults.scenes import SCENES, room_of
from tests.unit.store.contexts import a_context, logged

LONG = pytest.mark.faults
SHORT = ("first log", "archive again")
"""These are tried by `make test`, with the simplest losses."""


class Blackout:
    """One command, and the disk on which it ran.

    Attributes:
        states: how many states were looked at.
        known: what was recorded after each operation, where nothing is lost.
    """

    def __init__(self, program: Program, shell: Shell, name: str, lax: str | None = None) -> None:
        self.states = 0
        self.shell, self.scene = shell, SCENES[name]
        self.scene.prepare(shell)
        room = room_of(shell)
        self.disk = Disk(room)
        argv = [word.replace("{room}", str(room)) for word in self.scene.argv]
        env = {**shell.env, "ESCALATE_NOW": self.scene.now}
        report = program.run(*argv, env=env, watch=room, lax=lax)
        assert report.code == 0, report.stderr
        self.disk.record(report.calls)
        self.known = [self._found_in(each) for each in self.disk.without_loss()]

    def wrong(self, *, thorough: bool) -> Iterator[str]:
        """Cut the power in every way, and name what is not as promised."""
        for state in self.disk.states(thorough=thorough):
            self.states += 1
            what = self._wrong_in(state) or (self._wrong_next() if thorough else "")
            if what:
                yield f"after {state.done} operations, of which {state.how}: {what}"

    def _wrong_in(self, state: State) -> str:
        found = self._found_in(state)
        if found not in self.known[: state.done + 1]:
            return f"there is {found}"
        if state.said and found != self.known[-1]:
            return "what was acknowledged is gone"
        if state.said and not self.scene.happened(self.shell):
            return "what was acknowledged did not happen"
        return ""

    def _wrong_next(self) -> str:
        try:
            logged(a_context(JsonStore(self.shell.store)), "after all")
        except EscalateError as error:
            return "" if self.scene.broken else f"the next command fails: {error}"
        return ""

    def _found_in(self, state: State) -> object:
        """Return all that is recorded, or that it cannot be read."""
        state.build(room_of(self.shell))
        try:
            view = JsonStore(self.shell.store).read()
            histories = {number: view.events(number) for number in view.numbers()}
        except DamagedStoreError:
            return "damaged"
        told = [
            each.key for of in histories.values() for each in of if isinstance(each, MessageSent)
        ]
        sent = self.shell.store / "sent.jsonl"
        lost = [key for key in told if not sent.exists() or key not in sent.read_text()]
        if lost:
            return f"recorded as sent, and lost: {lost}"
        return {number: [event.digest for event in of] for number, of in histories.items()}


@pytest.mark.parametrize("name", SHORT)
def test_after_the_simplest_losses_the_store_is_old_or_new(
    program: Program, shell: Shell, name: str
) -> None:
    assert list(Blackout(program, shell, name).wrong(thorough=False)) == []


@pytest.mark.faults
@pytest.mark.parametrize("name", SCENES)
def test_whatever_a_cut_leaves_the_store_is_old_or_new(
    program: Program, shell: Shell, figures: Figures, name: str
) -> None:
    blackout = Blackout(program, shell, name)
    assert list(blackout.wrong(thorough=True)) == []
    figures.add("power cut on the worst disk", commands=1, states=blackout.states)


@pytest.mark.parametrize("lax", [FILES, FOLDERS])
def test_a_commit_that_leaves_out_a_sync_is_caught(
    program: Program, shell: Shell, lax: str
) -> None:
    wrong = Blackout(program, shell, "log", lax).wrong(thorough=False)
    loss = "damaged" if lax == FILES else "acknowledged is gone"
    assert any(loss in what for what in wrong)
