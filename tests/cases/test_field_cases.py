"""What people who run such clocks told in public, typed in our words and judged as they should."""

import os
from pathlib import Path

import pytest

from tests.cases.field_cases import FOLDER, Ask, Case, Step, at, cases, play
from tests.cli.shell import Shell

CASES = cases()


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Open an empty store, beside which the files of a case lie."""
    monkeypatch.chdir(tmp_path)
    env = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "ESCALATE_ACTOR": "ana"}
    return Shell(tmp_path / "store", env)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_of_the_field_comes_out_right(case: Case, shell: Shell) -> None:
    wrong = list(play(case, shell))
    assert not wrong, f"{case.name} ({case.source})\n" + "\n".join(wrong)


def test_every_case_says_where_it_comes_from_and_asks_something() -> None:
    assert len(CASES) == len(list(FOLDER.iterdir()))
    assert all(case.source and case.asks for case in CASES.values())


@pytest.mark.parametrize(
    ("steps", "ask"),
    [
        (["log X --now '2026-11-23 09:00'", "ack 7"], Ask("show 1 --json")),
        ([Step("log X --now '2026-11-23 09:00'", exit=1)], Ask("show 1 --json")),
        (["log X --now '2026-11-23 09:00'"], Ask("show 7 --json")),
        (["log X --now '2026-11-23 09:00'"], Ask("list", lines=["T-1"])),
        (["log X --now '2026-11-23 09:00'"], Ask("show 1 --json", json={"status": "closed"})),
        (["log X --now '2026-11-23 09:00'"], Ask("show 1 --json", json={"cycle": {"least": 2}})),
        (["log X --now '2026-11-23 09:00'"], Ask("show 1 --json", json={"owner": {"most": 2}})),
        (["log X --now '2026-11-23 09:00'"], Ask("show 1 --json", json={"clocks.9": 1})),
    ],
    ids=["a step", "a refusal", "an answer", "lines", "a value", "a number", "none", "no place"],
)
def test_a_case_that_goes_wrong_is_found(shell: Shell, steps: list[Step | str], ask: Ask) -> None:
    case = Case(name="wrong", source="here", steps=steps, asks=[ask])
    assert len(list(play(case, shell))) == 1


def test_a_path_leads_through_objects_and_lists() -> None:
    document = {"clocks": [{"clock": "update", "n": 1}, {"clock": "level", "n": [2, 3]}]}
    assert at(document, "clocks.0.n") == 1
    assert at(document, "clocks[clock=level].n.-1") == 3
