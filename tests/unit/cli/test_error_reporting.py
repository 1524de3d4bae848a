"""Whatever goes wrong ends in a line for the person and an exit code."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from escalate_cli.cli.app import run
from escalate_cli.cli.error_reporting import report
from escalate_cli.cli.stdio import OutputError
from escalate_cli.errors import EscalateError
from tests.strange import STRANGE

VERBS = "tests.unit.cli.verbs"


def _hard(path: Path) -> None:
    path.hardlink_to(path.with_name("victim"))


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "escalate"


@pytest.mark.parametrize(
    ("how", "code", "said"),
    [
        ("expected", 1, "escalate: error: no ticket T-9<U+001B>[2J\nhelp: escalate list\n"),
        ("interrupt", 130, "escalate: interrupted\n"),
        ("prompt", 130, "escalate: interrupted\n"),
        ("exit", 75, ""),
    ],
)
def test_an_expected_failure_has_its_sentence_and_code(
    how: str, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["fail", how], VERBS) == code
    assert capsys.readouterr() == ("", said)


def test_an_interrupt_while_a_class_is_made_is_an_interrupt(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Interrupted:
        def __set_name__(self, owner: type, name: str) -> None:
            raise KeyboardInterrupt

    with pytest.raises((RuntimeError, KeyboardInterrupt)) as raised:
        type("Made", (), {"part": Interrupted()})

    assert report(raised.value) == 130
    assert capsys.readouterr() == ("", "escalate: interrupted\n")


def test_a_sentence_of_several_lines_stays_one_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(EscalateError("2 mistakes\nescalate: error: forged", help="a\nb")) == 2
    assert capsys.readouterr().err == (
        "escalate: error: 2 mistakes\n  escalate: error: forged\nhelp: a\n  b\n"
    )


@pytest.mark.parametrize(
    ("cause", "code", "said"),
    [
        (BrokenPipeError(32, "Broken pipe"), 0, ""),
        (OSError(5, "I/O error"), 2, "escalate: error: the output cannot be written: I/O error\n"),
    ],
    ids=["the reader left", "the disk failed"],
)
def test_lost_output_is_a_failure_unless_nobody_wants_it(
    cause: OSError, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(OutputError(cause)) == code
    assert capsys.readouterr().err == said


def test_what_was_done_all_the_same_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    lost = OutputError(OSError(28, "No space left on device"))
    lost.took_effect = "the change was made (T-1)"
    assert report(lost) == 2
    assert capsys.readouterr().err.splitlines()[1] == "help: the change was made (T-1)"


def test_a_broken_pipe_elsewhere_is_not_taken_for_a_reader_that_left(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(BrokenPipeError(32, "Broken pipe")) == 2
    assert "unexpected BrokenPipeError" in capsys.readouterr().err
    assert len(list(state.iterdir())) == 1


def test_a_bug_leaves_a_crash_file_and_one_line(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["fail", "unexpected"], VERBS) == 2
    [file] = state.iterdir()
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "escalate: error: unexpected ValueError: cannot read imap://example.org/<U+009B>2J "
        f"(details: {file})\n"
    )
    text = file.read_text(encoding="utf-8")
    assert text.startswith("escalate ")
    assert "Traceback (most recent call last)" in text
    assert "secret" not in text


def test_a_crash_file_is_private(state: Path) -> None:
    run(["fail", "unexpected"], VERBS)
    [file] = state.iterdir()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (state, file)] == [0o700, 0o600]


def test_the_same_bug_writes_the_same_file(state: Path) -> None:
    for _ in range(3):
        run(["fail", "unexpected"], VERBS)
    assert len(list(state.iterdir())) == 1


@pytest.mark.parametrize("plant", [*STRANGE.values(), _hard], ids=[*STRANGE, "a hard link"])
def test_what_is_no_crash_file_is_left_alone(
    state: Path, plant: Callable[[Path], object], capsys: pytest.CaptureFixture[str]
) -> None:
    run(["fail", "unexpected"], VERBS)
    [file] = state.iterdir()
    victim = state / "victim"
    victim.write_text("mine", encoding="utf-8")
    file.unlink()
    plant(file)
    before = file.lstat()
    capsys.readouterr()
    assert run(["fail", "unexpected"], VERBS) == 2
    assert (file.lstat(), victim.read_text(encoding="utf-8")) == (before, "mine")
    assert "details" not in capsys.readouterr().err


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_no_link_is_followed_to_another_folder(
    state: Path, plant: Callable[[Path], object], capsys: pytest.CaptureFixture[str]
) -> None:
    victim = state.with_name("victim")
    victim.mkdir()
    plant(state)
    assert run(["fail", "unexpected"], VERBS) == 2
    is_folder = state.is_dir() and not state.is_symlink()
    assert ("details" in capsys.readouterr().err) == is_folder
    assert list(victim.iterdir()) == []


def test_without_a_place_to_write_the_line_alone_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    assert run(["fail", "unexpected"], VERBS) == 2
    assert capsys.readouterr().err == (
        "escalate: error: unexpected ValueError: cannot read imap://example.org/<U+009B>2J\n"
    )
