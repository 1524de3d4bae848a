"""Every verb in any order on a server: what holds of a store in memory holds there too."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.ports import Store
from tests.faults.loops import long
from tests.postgres_server import Server
from tests.property.test_lifecycle import Lifecycle


class OnAServer(Lifecycle):
    """A team whose store is on a server, and is compared with what is copied from there."""

    server: Server
    begun = 0

    def new_store(self) -> Store:
        """Return a store that nobody has begun."""
        OnAServer.begun += 1
        return self.server.new_store()

    def kept(self) -> object:
        """Return the events, and what stands beside them."""
        with self.context.store.read() as view:
            rows = sorted((table, number, row) for table, number, row in view.dump().rows)
            return view.fingerprint(), rows

    def copied(self) -> MemoryStore:
        """Return a store in memory that took all of it over."""
        trial = MemoryStore()
        with self.context.store.read() as view:
            trial.change(lambda tx: tx.take_over(view.dump()))
        return trial


@pytest.mark.parametrize("lives", [3, long(40)])
def test_any_order_of_verbs_does_on_a_server_what_it_does_in_memory(
    server: Server, monkeypatch: pytest.MonkeyPatch, lives: int
) -> None:
    monkeypatch.setattr(OnAServer, "server", server, raising=False)
    monkeypatch.setattr(OnAServer, "begun", 0)
    run_state_machine_as_test(
        OnAServer,
        settings=settings(
            max_examples=lives,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=[*HealthCheck],
        ),
    )
    assert OnAServer.begun >= lives
