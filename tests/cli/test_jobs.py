"""However many processes go through an archive, they say the same, byte for byte."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bench._program import NOW
from tests.cli.buckets import filled_apart
from tests.cli.shell import Result

COMMANDS = (
    "verify --json",
    "report --since 400d --json --tickets --compare",
    "report --since 400d --per week --group-by person --section sla,flow",
    "report --since 400d --dated-by resolved --csv",
    "policy replay --since 400d --json",
)
SEVERAL = ("2", "64")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled_apart(tmp_path_factory.mktemp("apart") / "store")


def answers(program: Callable[..., Result], store: Path, words: str) -> list[Result]:
    line = (*words.split(), "--store", str(store), "--now", NOW)
    return [program(*line, "--jobs", number) for number in ("1", *SEVERAL)]


@pytest.mark.parametrize("words", COMMANDS)
def test_the_answer_does_not_depend_on_the_number(
    program: Callable[..., Result], store: Path, words: str
) -> None:
    one, *several = answers(program, store, words)
    assert (one.code, one.stdout != "") == (0, True)
    assert several == [one] * len(SEVERAL)


def test_damage_is_told_of_alike(
    program: Callable[..., Result], store: Path, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(store, damaged)
    bucket = damaged / "archive" / "0002.json"
    bucket.write_bytes(bucket.read_bytes().replace(b'"title":"Printer 1', b'"title":"Plotter 1', 3))
    for words in ("verify --json", "report --since 400d --json"):
        one, *several = answers(program, damaged, words)
        assert several == [one] * len(SEVERAL)
        assert "0002.json:/tickets/1002" in one.stdout + one.stderr


def test_no_process_is_refused(program: Callable[..., Result], store: Path) -> None:
    refused = program("verify", "--store", str(store), "--jobs", "0")
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr.splitlines()[0] == "escalate: error: 0 processes do nothing"


def test_a_part_is_counted_by_several_too(
    program: Callable[..., Result], store: Path, tmp_path: Path
) -> None:
    parts = []
    for number in ("1", *SEVERAL):
        file = tmp_path / f"{number}.part"
        line = ("policy", "replay", "--since", "400d", "--store", str(store), "--now", NOW)
        assert program(*line, "--part", "1/2", "--partial", str(file), "--jobs", number).code == 0
        parts.append(file.read_bytes())
    assert len(set(parts)) == 1
