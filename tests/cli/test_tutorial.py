"""`tutorial`: a week is played by the real program, and nothing of it stays."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from escalate_cli.cli.tutorial_story import STEPS
from tests.cli.shell import INTERRUPT, PROGRAM, Result, Shell, answering, program
from tests.patience import comes

PROMPT = "$ escalate "
COMMANDS = json.loads(
    (Path(__file__).parents[2] / "escalate_cli/cli/completion/commands.json").read_text("utf-8")
)["commands"]


@pytest.fixture
def env(escalate: Shell, tmp_path: Path) -> dict[str, str]:
    """An environment whose home, store and folder for what is thrown away are watched."""
    for name in ("home", "thrown-away"):
        (tmp_path / name).mkdir()
    return {
        **escalate.env,
        "HOME": str(tmp_path / "home"),
        "TMPDIR": str(tmp_path / "thrown-away"),
        "COLUMNS": "80",
        "ESCALATE_NOW": "2020-01-01T00:00:00Z",
        "ESCALATE_ACTOR": "mallory",
    }


@pytest.fixture(autouse=True)
def untouched(env: dict[str, str], tmp_path: Path) -> Iterator[None]:
    """Leave all that is there as it was."""
    before = sorted(tmp_path.rglob("*"))
    yield
    assert sorted(tmp_path.rglob("*")) == before
    assert not Path(env["ESCALATE_STORE"]).exists()


def played(env: dict[str, str], *lines: str) -> Result:
    return program("tutorial", env=env, stdin="".join(f"{line}\n" for line in lines))


def one_line(text: str) -> str:
    return " ".join(text.split())


WAYS = {
    "typed": [step.typed for step in STEPS],
    "left out, or with the name of the program": [
        f"escalate {step.typed}" if number % 2 else "" for number, step in enumerate(STEPS)
    ],
}


@pytest.mark.parametrize("lines", WAYS.values(), ids=WAYS)
def test_a_week_is_right_whatever_way_it_is_typed(env: dict[str, str], lines: list[str]) -> None:
    """Play it once a way: a week takes a second."""
    week = played(env, *lines)
    assert week.code == 0
    assert_each_step_is_reached_by_what_it_says(week)
    assert_nothing_goes_wrong_on_the_way(week)
    assert_each_step_fits_a_terminal_of_24_lines_and_80_columns(week)


def assert_each_step_is_reached_by_what_it_says(week: Result) -> None:
    said = one_line(week.stdout)
    for number, step in enumerate(STEPS, 1):
        assert f"[{number}/{len(STEPS)}]" in said
        assert one_line(step.why) in said
    assert said.endswith("Yours begins with: escalate init --sample it-support")


def assert_nothing_goes_wrong_on_the_way(week: Result) -> None:
    assert "Not yet" not in week.stdout
    assert "error" not in week.stdout + week.stderr
    assert "mallory" not in week.stdout


def assert_each_step_fits_a_terminal_of_24_lines_and_80_columns(week: Result) -> None:
    for part in re.split(r"\n(?=\[\d+/\d+\])", week.stdout):
        height = sum(1 + max(len(line) - 1, 0) // 80 for line in part.splitlines())
        assert height <= 24, part


def test_what_would_be_right_is_shown_where_it_is_asked_for(env: dict[str, str]) -> None:
    shown = played(env, "?", "q")
    assert f"  {STEPS[0].typed}\n" in shown.stdout
    assert "[2/" not in shown.stdout


@pytest.mark.parametrize("word", ["q", "quit", "exit"])
def test_it_can_be_left(env: dict[str, str], word: str) -> None:
    left = played(env, word)
    assert left.code == 0
    assert left.stdout.endswith("  The tutorial ends here, and its folder is gone.\n")


def test_it_ends_where_nothing_more_is_typed(env: dict[str, str]) -> None:
    assert played(env).stdout.endswith("  The tutorial ends here, and its folder is gone.\n")


ASIDE = {
    "ack 1": "this step is about: escalate log",
    "rm -rf /": "this step is about: escalate log",
    "log 'x' --store /tmp/x": "--store leads out of the story",
    "log x --now=2030-01-01": "--now leads out of the story",
    "log --from /etc/passwd": "--from leads out of the story",
    "log 'x": "A quote is open",
    "log x -p P3; touch y": "Not yet, so it is as before.",
    "log x -p P3 -r kim": "Not yet, so it is as before.",
    "log --impactt x": "Not yet, so it is as before.",
    "log --help": "Usage: escalate log",
    "help": "Usage: escalate COMMAND",
    "help check": "Usage: escalate check",
    "list": "list\n",
}
"""What is not it, and what is said of it."""


def test_what_is_not_it_is_said_and_may_be_tried_again(env: dict[str, str]) -> None:
    again = played(env, *ASIDE, "", "now", "q").stdout
    said = again.split(PROMPT)[1:]
    missing = {
        line: part
        for (line, word), part in zip(ASIDE.items(), said, strict=False)
        if word not in part
    }
    assert missing == {}
    assert again.count("[1/10]") == again.count("[2/10]") == 1
    assert "T-1  P1  L1/manager  No network\n" in again  # nothing stayed of what was tried before


def on_terminal(env: dict[str, str], last: str) -> Result:
    """Ask for help, let the first step be typed, and answer the second one."""
    answers = [(PROMPT, "?\n"), (STEPS[0].typed, "\n"), ("what presses", last)]
    return answering([PROGRAM, "tutorial"], {**env, "TERM": "xterm"}, answers)


def test_a_terminal_is_asked_and_answers(env: dict[str, str]) -> None:
    shown = on_terminal(env, "q\n")
    assert shown.code == 0
    assert shown.plain.endswith("The tutorial ends here, and its folder is gone.\n")
    assert "ESCALATE_NOW" not in shown.stdout
    assert env["TMPDIR"] not in shown.stdout


def test_an_interrupt_leaves_nothing(env: dict[str, str]) -> None:
    shown = on_terminal(env, INTERRUPT)
    assert shown.code == 130
    assert shown.plain.endswith("escalate: interrupted\n")


def test_who_ends_it_leaves_nothing_either(env: dict[str, str]) -> None:
    with subprocess.Popen(
        [PROGRAM, "tutorial"], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        thrown_away = Path(env["TMPDIR"])
        assert comes(lambda: any(thrown_away.glob("*/.escalate/policy.yaml")))
        process.send_signal(signal.SIGTERM)
        process.communicate()
    assert process.returncode == -signal.SIGTERM


def test_no_option_of_what_may_be_typed_writes_a_file(env: dict[str, str]) -> None:
    """What names one is refused, or reads it."""
    names = {command.split()[0] for step in STEPS for command in step.commands if command}
    naming = {
        option
        for name in sorted(names - {"policy", "tell", "up", "ack"})
        for options, metavar, _ in COMMANDS[name]["options"]
        for option in options
        if set(metavar) & {"FILE", "PATH"}
    }
    refused = played(env, *(f"log x {option} y" for option in sorted(naming)), "q").stdout
    assert [option for option in naming if f"{option} leads out of the story" not in refused] == []
