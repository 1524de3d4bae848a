"""The long suite says what it ran; a part that cannot run fails, unless it is left out by name."""

import sys
from importlib import import_module
from types import SimpleNamespace

import pytest

from escalate_cli.plugins import module_names
from tests.long import Result, __main__, pytest_on
from tests.long.__main__ import SKIP, main
from tests.long.pythons import Python, found, lacks

PARTS = {
    "good": SimpleNamespace(missing=lambda: "", run=lambda: Result("3 of 3", passed=True)),
    "bad": SimpleNamespace(missing=lambda: "", run=lambda: Result("2 of 3", passed=False)),
    "bare": SimpleNamespace(missing=lambda: "no browser", run=lambda: Result("", passed=True)),
}


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put three parts in place of those that take minutes."""
    monkeypatch.setattr(
        __main__, "module_names", lambda package: [f"{package}.{name}" for name in sorted(PARTS)]
    )
    monkeypatch.setattr(__main__, "import_module", lambda name: PARTS[name.rpartition(".")[2]])


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
    assert len(capsys.readouterr().out.splitlines()) == len(["== good", "head", *PARTS])


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
        assert isinstance(part.missing(), str)


def test_what_pytest_said_last_is_what_a_part_ran() -> None:
    done = pytest_on(sys.executable, "-n", "0", f"{__file__}::{test_a_python.__name__}")
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
