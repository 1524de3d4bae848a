"""The benchmarks measure sound stores; how fast those are is for `make bench` to say."""

import sys
from pathlib import Path

import pytest

from bench import Row
from bench.__main__ import MISSED, UNSURE, chosen, kept_in, remark
from bench._clean import needed, program
from bench._machine import Machine, Seen, others
from bench._stores import DAY, context_of, filled
from bench._timing import least_of_both, run, used
from escalate_cli.plugins import import_all
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.verify import Verified, verify


def test_a_filled_store_is_as_its_histories_say(tmp_path: Path) -> None:
    store = filled(tmp_path / "store", 30, archived=1001)
    assert verify(context_of(store)) == Verified(1031, ())
    assert [file.name for file in sorted((store / "archive").iterdir())] == [
        "0001.json",
        "0002.json",
    ]


@pytest.mark.parametrize(("age", "due"), [(0, 0), (5, 30)], ids=["new", "left alone"])
def test_what_is_due_depends_on_the_age_alone(tmp_path: Path, age: int, due: int) -> None:
    context = context_of(filled(tmp_path / "store", 30, age=age * DAY))
    assert len({decision.ticket for decision in check(context, dry_run=True).decisions}) == due


def test_the_mixed_tickets_of_an_archive_are_sound_and_lived_through_more(tmp_path: Path) -> None:
    context = context_of(filled(tmp_path / "store", 0, archived=30, mixed=True))
    assert verify(context) == Verified(30, ())
    view = context.store.read()
    assert not any(map(view.is_in_use, view.numbers()))
    tickets = list(view.archived())
    assert {(ticket.cycle, len(ticket.escalations)) for ticket in tickets} == {(2, 1)}
    assert len({ticket.policy for ticket in tickets}) == 3
    assert all(kept and kept.past.runs for kept in map(view.kept, view.numbers()))


def test_the_clean_environment_has_what_the_program_needs_and_no_more() -> None:
    names = set(needed("escalate-cli"))
    assert {"typer", "msgspec", "tinydb", "six"} <= names
    assert not names & {"pytest", "apprise", "mypy", "typing-extensions"}
    assert run([program(), "--version"]) > 0


def test_a_table_takes_the_place_of_the_last_one() -> None:
    page = "before\n```text\nold 1\n```\nafter\n```text\nother\n```\n"
    assert kept_in(page, ["what", "new \\1"]) == page.replace("old 1", "what\nnew \\1")


def test_memory_is_that_of_the_command_alone() -> None:
    ballast = b"x" * 64 * 1024**2
    few = used([sys.executable, "-c", ""])
    many = used([sys.executable, "-c", "len('x' * int('32') * 1024**2)"])
    assert few.megabytes < 32 <= many.megabytes < len(ballast) / 1024**2


def test_a_command_that_fails_is_not_measured() -> None:
    with pytest.raises(RuntimeError, match=r"ended with 3: no room"):
        run([sys.executable, "-c", "import sys; print('no room', file=sys.stderr); sys.exit(3)"])


def test_every_benchmark_can_be_run() -> None:
    assert [name.__name__ for name in import_all("bench") if not hasattr(name, "measure")] == []


@pytest.mark.parametrize(
    ("ok", "has_time", "said"),
    [(True, True, ""), (True, False, ""), (False, True, MISSED), (False, False, UNSURE)],
)
def test_what_is_missed_on_a_loaded_machine_is_no_promise_missed(
    ok: bool, has_time: bool, said: str
) -> None:
    assert remark(Row("what", "9 x", "2 x", ok=ok), has_time=has_time) == said


def test_a_loop_that_waits_tells_of_a_loaded_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    spent = iter([0.2, 0.2, 0.3, 0.1])
    monkeypatch.setattr("bench._machine.run", lambda _loop: next(spent))
    monkeypatch.setattr("bench._machine.WAITS", 10**9)
    machine = Machine()
    assert [machine.has_time(alone=False) for _ in range(3)] == [True, True, False]
    monkeypatch.setattr("bench._machine.WAITS", 0)
    assert not machine.has_time(alone=False)


def test_what_others_use_in_between_is_what_the_processors_did_without_ours() -> None:
    assert others(Seen(10, 100, 5), Seen(20, 108, 11)) == pytest.approx(0.2)


def test_a_subject_that_is_named_is_measured_alone_and_one_that_is_none_is_refused() -> None:
    assert chosen(["replay", "growth"]) == ["bench.replay", "bench.growth"]
    assert len(chosen([])) > 10
    with pytest.raises(SystemExit, match=r"^groth is no subject; there are against_others,"):
        chosen(["groth"])


def test_how_long_a_command_lasts_is_more_than_what_it_takes() -> None:
    waits = [sys.executable, "-c", "import time; time.sleep(0.3)"]
    spent = least_of_both({"waits": lambda _turn: waits}, 1)["waits"]
    assert spent.elapsed > 0.3 > spent.seconds
