"""Eight processes write at once, to a server and to a folder: what a commit takes in each."""

from pathlib import Path

import pytest

from tests.faults.conftest import Figures
from tests.faults.eight_writers import IN_A_FOLDER, ON_A_SERVER, WRITERS, filled, written
from tests.faults.loops import long
from tests.faults.port_writer import store_of
from tests.postgres_server import Server, waiting_for_its_disk

LEAST = 8
"""So many times the commits a second of a folder; both wait for their disk."""


@pytest.mark.parametrize("rounds", [long(3)])
def test_eight_writers_on_a_server_lose_nothing_and_commit_eight_times_as_fast(
    server: Server, tmp_path: Path, figures: Figures, rounds: int
) -> None:
    address, folder = filled(server.new_address()), filled(str(tmp_path))
    ratios = []
    for each in range(rounds):
        with waiting_for_its_disk(server):
            numbers, fast = written(address, ON_A_SERVER)
        assert len(set(numbers)) == WRITERS * ON_A_SERVER
        assert {*numbers} <= {*store_of(address).read().numbers()}
        _, slow = written(folder, IN_A_FOLDER)
        ratios.append(fast / slow)
        figures.add(f"commits a second, run {each + 1}", server=round(fast), folder=round(slow))
    assert store_of(address).read().is_chained()
    assert max(ratios) >= LEAST, ratios
