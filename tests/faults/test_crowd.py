"""Many writers at once, one that holds on, one that dies holding."""

import signal
import threading
import time

import pytest

from tests.faults.conftest import Figures
from tests.faults.loops import long
from tests.faults.victim import Victim, is_clean
from tests.unit.store.processes import holding

WRITERS = 8
SOME = 2


@pytest.mark.parametrize("each", [SOME, long(100)], ids=["short", "long"])
def test_eight_writers_lose_nothing_and_readers_see_no_half(
    victim: Victim, figures: Figures, each: int
) -> None:
    victim.fill(3)
    began = time.monotonic()
    codes: list[int] = []

    def write(writer: int) -> None:
        codes.extend(victim.log(f"writer {writer}, ticket {n}").code for n in range(each))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    seen = [0]
    while any(writer.is_alive() for writer in writers):
        done = victim.run("list", "--all", "--json")
        assert (done.code, done.stderr) == (0, "")
        seen.append(len(done.data))
    for writer in writers:
        writer.join()
    rate = int(WRITERS * each / (time.monotonic() - began))
    assert seen == sorted(seen)
    assert codes == [0] * (WRITERS * each)
    victim.assert_nothing_is_lost()
    if each > SOME:
        figures.add("crowd", writers=WRITERS, commits=len(codes), a_second=rate, reads=len(seen))


@pytest.mark.faults
def test_a_holder_that_stopped_is_named_after_ten_seconds_and_readers_do_not_wait(
    victim: Victim,
) -> None:
    victim.fill(3)
    with holding(victim.folder / "lock") as process:
        process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        victim.assert_nothing_is_lost()
        assert time.monotonic() - began < 5
        result = victim.log("waits")
        waited = time.monotonic() - began
        process.send_signal(signal.SIGCONT)
    assert (result.code, is_clean(result)) == (75, True)
    assert f"process {process.pid}" in result.stderr
    assert 10 < waited < 16


def test_a_holder_that_died_holds_nobody_up(victim: Victim) -> None:
    victim.fill(3)
    with holding(victim.folder / "lock") as process:
        process.kill()
        process.wait()
        began = time.monotonic()
        assert victim.log("goes on").code == 0
        assert time.monotonic() - began < 5
