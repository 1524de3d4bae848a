"""`escalate tutorial`: a week in a store that is thrown away."""

import shlex
import sys
from collections.abc import Iterator
from textwrap import wrap
from typing import Final

import typer

from escalate_cli.cli.tutorial_stage import Stage, finishes, out_of_place
from escalate_cli.cli.tutorial_story import STEPS, TutorialStep
from escalate_cli.cli.typed.typed_tickets import is_ticket

PANEL = "Data"
EXAMPLES = ("escalate tutorial",)

_PROMPT: Final = "$ escalate "
_WIDTH: Final = 76
_LEAVE: Final = frozenset({"quit", "exit", "q"})
_HINT: Final = frozenset({"?", "hint"})
_INTRODUCTION: Final = (
    "A week of a small IT team, in ten steps. What you type is run by the real program, in a folder"
    " of its own that is thrown away at the end: nothing of yours is touched. An empty line types"
    " for you what would be right, ? shows it, and q leaves."
)
_END: Final = (
    "That was the week. Its folder is gone. Yours begins with: escalate init --sample it-support"
)


def command() -> None:
    """Play a week in a throw-away store: it asks what to type, and says why.

    In a pipe each line of stdin is what is typed. ^C leaves at any time, and leaves nothing.
    """
    with Stage() as stage:
        _say(_INTRODUCTION)
        for number, step in enumerate(STEPS, 1):
            if not _take(stage, step, f"{number}/{len(STEPS)}"):
                _say("The tutorial ends here, and its folder is gone.")
                return
    _say(_END)


def _take(stage: Stage, step: TutorialStep, number: str) -> bool:
    """Play one step until it is reached; tell whether to go on."""
    _begin(stage, step, number)
    for line in _lines():
        if line in _LEAVE:
            return False
        if line in _HINT:
            typer.echo(f"  {step.typed}")
            continue
        words = _words(line or step.typed)
        if not line:
            typer.echo(f"{_PROMPT}{step.typed}")
        if words is not None and _try(stage, words, step):
            _say(step.why)
            return True
    return False


def _begin(stage: Stage, step: TutorialStep, number: str) -> None:
    """Tell what has happened, and what is asked for."""
    for typed in step.unseen:
        stage.play(shlex.split(typed), step, shows=False)
    typer.secho(f"\n[{number}] {_when(step)}, as {step.by}", bold=True)
    for typed in step.before:
        typer.echo(f"{_PROMPT}{typed}")
        stage.play(shlex.split(typed), step)
    _say(step.story)


def _when(step: TutorialStep) -> str:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    return f"{days[int(step.at[8:10]) - 23]} {step.at[11:16]}"


def _try(stage: Stage, words: list[str], step: TutorialStep) -> bool:
    """Run what was typed; tell whether the step is reached by it."""
    refused = out_of_place(words, step)
    if refused:
        _say(refused)
        return False
    if not finishes(words, step):
        stage.play(words, step)
        return False
    if not stage.attempt(words, step):
        _say("Not yet, so it is as before. ? shows what is right, an empty line types it.")
        return False
    return True


def _words(line: str) -> list[str] | None:
    """Take a line apart as a shell does; nothing where it cannot be.

    The prompt names the program: `escalate 1` hands a ticket on, `escalate ack 1` is a habit.
    """
    try:
        words = shlex.split(line)
    except ValueError:
        _say("A quote is open: close it.")
        return None
    is_program = words[:1] == ["escalate"] and not is_ticket("".join(words[1:2]))
    return words[1:] if is_program else words


def _lines() -> Iterator[str]:
    """Yield what is typed; in a pipe it is shown, too, so that what comes out can be read."""
    is_typed = sys.stdin.isatty()
    if is_typed:
        import readline  # noqa: F401, PLC0415 - lets the line be edited
    while True:
        try:
            line = input(_PROMPT).strip()
        except EOFError:
            typer.echo()
            return
        if not is_typed:
            typer.echo(line)
        yield line


def _say(text: str) -> None:
    typer.echo("\n".join(f"  {line}" for line in wrap(text, _WIDTH)))
