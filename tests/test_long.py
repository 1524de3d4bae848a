"""The long suite says what it ran; a part that cannot run fails, unless it is left out by name."""

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from threading import Barrier
from types import SimpleNamespace

import pytest

from escalate_cli.plugins import module_names
from tests.long import Result, Say, __main__, print_line, pytest_on
from tests.long.__main__ import SKIP, main
from tests.long.pythons import Python, found, lacks
from tests.patience import PATIENCE


def part(ran: str, *, passed: bool, lacks: str = "", alone: bool = False) -> SimpleNamespace:
    def run(say: Say) -> Result:
        say("it runs")
        return Result(ran, passed)

    return SimpleNamespace(ALONE=alone, missing=lambda: lacks, run=run)


PARTS = {
    "good": part("3 of 3", passed=True),
    "bad": part("2 of 3", passed=False, alone=True),
    "bare": part("", passed=True, lacks="no browser"),
}


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put three parts in place of those that take minutes."""
    put(monkeypatch, PARTS)


def put(monkeypatch: pytest.MonkeyPatch, parts: Mapping[str, object]) -> None:
    monkeypatch.setattr(
        __main__, "module_names", lambda package: [f"{package}.{name}" for name in sorted(parts)]
    )
    monkeypatch.setattr(__main__, "import_module", lambda name: parts[name.rpartition(".")[2]])


@pytest.mark.parametrize(
    ("names", "skipped", "code", "rows"),
    [
        (["good"], [], 0, ["good passed 3 of 3"]),
        (["good", "bad"], [], 1, ["bad FAILED 2 of 3", "good passed 3 of 3"]),
        (["bare"], [], 1, [f"bare FAILED nothing: no browser; or {SKIP}=bare"]),
        (["bare"], ["bare"], 0, [f"bare skipped nothing, as {SKIP} names it"]),
    ],
    ids=["good", "one fails", "no tool", "left out"],
)
@pytest.mark.usefixtures("parts")
def test_a_table_closes_it_and_every_part_is_in_it(
    capsys: pytest.CaptureFixture[str],
    names: list[str],
    skipped: list[str],
    code: int,
    rows: list[str],
) -> None:
    assert main(names, skipped) == code
    head, *lines = capsys.readouterr().out.splitlines()[-len(rows) - 1 :]
    assert head.split() == ["part", "seconds", "result", "ran"]
    seen = [line.split() for line in lines]
    assert [" ".join([part, *rest]) for part, _, *rest in seen] == rows


@pytest.mark.usefixtures("parts")
def test_without_names_all_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], ["bad", "bare"]) == 0
    begun = ["== good", "good: it runs"]
    assert len(capsys.readouterr().out.splitlines()) == len([*begun, "head", *PARTS])


def test_parts_that_are_not_alone_run_side_by_side(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    both, running = Barrier(2), set[str]()

    def meets(name: str) -> SimpleNamespace:
        def run(_: Say) -> Result:
            running.add(name)
            both.wait(PATIENCE)
            return Result("met", passed=True)

        return SimpleNamespace(ALONE=False, missing=lambda: "", run=run)

    def alone(_: Say) -> Result:
        return Result("alone", passed=not running)

    last = SimpleNamespace(ALONE=True, missing=lambda: "", run=alone)
    put(monkeypatch, {"one": meets("one"), "two": meets("two"), "zero": last})
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert main([], []) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[-3:]] == [
        *("one", "two", "zero")
    ]


@pytest.mark.parametrize(("names", "skipped"), [(["shell"], []), ([], ["browser"])])
def test_a_name_that_no_part_has_is_an_error(names: list[str], skipped: list[str]) -> None:
    assert main(names, skipped) == 2


def test_every_part_can_be_asked_what_it_lacks() -> None:
    names = module_names(__main__.PARTS)
    assert {name.rpartition(".")[2] for name in names} >= {
        "disks",
        "faults",
        "life",
        "mutation",
        "policies",
        "pythons",
        "writers",
    }
    for name in names:
        part = import_module(name)
        assert part.__doc__
        assert callable(part.run)
        assert isinstance(part.ALONE, bool)
        assert isinstance(part.missing(), str)


def test_what_pytest_said_last_is_what_a_part_ran() -> None:
    done = pytest_on(print_line, sys.executable, "-n", "0", f"{__file__}::{test_a_python.__name__}")
    assert done.passed
    assert done.ran.split(": ")[-1].startswith("4 passed in ")


OLD, NEW = Python("3.11", "3.11.7", "/a"), Python("3.13", "3.13.0", "/b")


@pytest.mark.parametrize(
    ("pythons", "said"),
    [
        ([OLD, NEW], ""),
        ([OLD, Python("3.14", "3.14.1", "/c")], ""),
        ([OLD, Python("3.12", "3.12.1", "/c")], "no Python 3.13 or 3.14 "),
        ([NEW], "no Python 3.11 "),
    ],
)
def test_a_python(pythons: list[Python], said: str) -> None:
    assert lacks(pythons).startswith(said)
    assert bool(lacks(pythons)) == bool(said)


def test_pythons_are_taken_from_the_variable_before_the_path() -> None:
    minor = f"3.{sys.version_info[1]}"
    python, *_ = [
        each
        for each in found({"PYTHONS": f"/none, {sys.executable}", "PATH": "/usr/bin:/bin"})
        if each.minor == minor
    ]
    assert python.path == sys.executable
