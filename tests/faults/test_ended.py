"""Commands that are ended at random: killed, interrupted, hung up on."""

import random
import signal
import time

import pytest

from tests.cli.shell import Result
from tests.faults.conftest import Figures
from tests.faults.loops import long
from tests.faults.victim import Victim, is_clean

SOME = 6
CHANCE = random.Random(11)  # noqa: S311 - chance, not secrecy


@pytest.mark.parametrize("rounds", [SOME, long(1000)], ids=["short", "long"])
def test_kill_9_loses_nothing_that_was_acknowledged(
    victim: Victim, figures: Figures, rounds: int
) -> None:
    victim.fill(20)
    span = victim.whole("note", "1", "as long as it takes")
    for number in range(rounds):
        title = f"killed {number}"
        is_note = number % 3 == 2
        words = ["note", "1", "long " * 300] if is_note else ["log", title]
        victim.attempted |= set() if is_note else {title}
        with victim.start(*words) as process:
            time.sleep(CHANCE.uniform(span * 0.3, span * 1.1))
            process.kill()
            out, _ = process.communicate()
        if process.returncode == 0 or (not is_note and out.strip().startswith("T-")):
            victim.acknowledged |= set() if is_note else {title}
        if number % 50 == 0:
            victim.assert_nothing_is_lost()
    victim.assert_nothing_is_lost()
    assert victim.log("after all").code == 0
    assert victim.left_over() == []
    if rounds > SOME:
        figures.add("kill -9", kills=rounds, acknowledged=len(victim.acknowledged), lost=0)


@pytest.mark.parametrize("rounds", [2, long(200)], ids=["short", "long"])
def test_kill_9_of_the_archive_leaves_each_ticket_once(
    victim: Victim, figures: Figures, rounds: int
) -> None:
    victim.fill(20)
    span = victim.whole("archive")
    for number in range(1, rounds + 1):
        ticket = str(number % 20 + 1)
        for verb in ("reopen", "resolve", "close"):
            victim.run(verb, ticket)
        with victim.start("archive", "--closed-for", "0s") as process:
            time.sleep(CHANCE.uniform(span * 0.4, span * 1.1))
            process.kill()
            process.communicate()
        if number % 20 == 0:
            victim.assert_nothing_is_lost()
    victim.assert_nothing_is_lost()
    assert victim.run("archive", "--closed-for", "0s").code == 0
    victim.assert_nothing_is_lost()
    assert victim.left_over() == []
    if rounds > SOME:
        figures.add("kill -9 of the archive", kills=rounds, lost_or_twice=0)


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE], ids=lambda n: n.name
)
@pytest.mark.parametrize("rounds", [1, long(50)], ids=["short", "long"])
def test_a_signal_ends_a_command_whole_or_not_at_all(
    victim: Victim, figures: Figures, number: signal.Signals, rounds: int
) -> None:
    victim.fill(5)
    span = victim.whole("note", "1", "as long as it takes")
    for count in range(rounds):
        title = f"{number.name} {count}"
        victim.attempted.add(title)
        with victim.start("log", title) as process:
            time.sleep(CHANCE.uniform(span * 0.4, span * 1.1))
            process.send_signal(number)
            out, err = process.communicate()
        if process.returncode == 0:
            victim.acknowledged.add(title)
        assert is_clean(Result(out, err, process.returncode)), err
        if number is signal.SIGINT:
            assert process.returncode in {0, 130}
    victim.assert_nothing_is_lost()
    assert victim.left_over() == []
    if rounds > SOME:
        figures.add("signals", signals=rounds, lost=0, tracebacks=0)
