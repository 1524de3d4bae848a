"""The stage of the tutorial: a throw-away folder, in which real commands run."""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import TemporaryDirectory
from typing import Final, Self

from escalate_cli.cli.tutorial_story import CHANGED, SAMPLE, STEPS, TutorialStep
from escalate_cli.errors import EscalateError, ExitCode, reason_of
from escalate_cli.policyfile.samples import sample_policy

_HELP: Final = "help"
LOOKS: Final = ("list", "mine", "search", "show", "now", "why", "forecast", "oncall", _HELP)
"""What may be typed at any time, since it only looks."""

_ELSEWHERE: Final = frozenset(
    {"--store", "--policy", "--now", "--as", "--from", "--ics", "--send", "--export"}
)
"""Options that lead out of the story, or out of its folder."""

_FORGOTTEN: Final = ("ESCALATE_", "XDG_", "EDITOR", "VISUAL", "PAGER", "PYTHON")


class Stage:
    """A store that is gone afterwards, whatever happens in between."""

    def __init__(self) -> None:
        try:
            self._folder = TemporaryDirectory(prefix="escalate-tutorial-")
        except OSError as error:
            raise EscalateError(
                f"no folder can be made for the tutorial: {reason_of(error)}", "free some room"
            ) from error
        self._root = Path(self._folder.name)
        self._store = self._root / ".escalate"

    def __enter__(self) -> Self:
        """Begin with the policy of the team, and a change of it beside."""
        self._run(["init", "--sample", SAMPLE], STEPS[0], shows=False)
        name, old, new = CHANGED
        changed = sample_policy(SAMPLE).replace(old, new)
        (self._root / name).write_text(changed, encoding="utf-8")
        return self

    def __exit__(self, *_error: object) -> None:
        """Leave nothing behind."""
        self._folder.cleanup()

    def play(self, words: list[str], step: TutorialStep, *, shows: bool = True) -> int:
        """Run a command as somebody of the story would, then; return its exit code."""
        command, rest = words[: _length(words)], words[_length(words) :]
        options = ["--table"] if shows and command != [_HELP] else []
        return self._run([*command, *options, *rest], step, shows=shows).returncode

    def attempt(self, words: list[str], step: TutorialStep) -> bool:
        """Run a command, and take it back where it does not reach what the step is about."""
        before = self._root / "before"
        copytree(self._store, before)
        done = self.play(words, step) <= ExitCode.NO and self._is_reached(step)
        if not done:
            rmtree(self._store)
            before.rename(self._store)
        rmtree(before, ignore_errors=True)
        return done

    def _is_reached(self, step: TutorialStep) -> bool:
        """Tell whether a ticket is as the step wants it."""
        if not step.reached:
            return True
        shown = self._run(["show", step.ticket, "--json"], step, shows=False)
        if shown.returncode:
            return False
        ticket = json.loads(shown.stdout)
        return all(_at(ticket, path) == value for path, value in step.reached.items())

    def _run(
        self, words: list[str], step: TutorialStep, *, shows: bool
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command at the instant of a step; of where the folder is nothing is shown."""
        home = str(self._root)
        said = {"ESCALATE_ACTOR": step.by, "ESCALATE_NOW": step.at}
        kept = {k: v for k, v in os.environ.items() if not k.startswith(_FORGOTTEN)}
        where = {"HOME": home, "ESCALATE_STORE": str(self._store), "NO_PAGER": "1"}
        sys.stdout.flush()
        done = subprocess.run(  # noqa: S603 - it is this program, and no shell
            [sys.executable, "-P", "-m", "escalate_cli", *words],
            cwd=home,
            env={**kept, **where, **said},
            stdin=subprocess.DEVNULL,
            stdout=None if shows else subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
        remarks = [line for line in done.stderr.splitlines() if shows and home not in line]
        sys.stderr.write("".join(f"{line}\n" for line in remarks))
        return done


def out_of_place(words: list[str], step: TutorialStep) -> str:
    """Say why something is not for this step, or nothing where it may be tried."""
    for word in words:
        name = word.partition("=")[0]
        if name in _ELSEWHERE:
            return f"{name} leads out of the story: leave it away"
    said = " ".join(words)
    if is_look(words) or any(_begins(said, command) for command in step.commands):
        return ""
    return f"this step is about: escalate {step.commands[0]}"


def is_look(words: list[str]) -> bool:
    """Tell whether something only looks, or asks for help."""
    asks = {"-h", "--help"} & set(words)
    return bool(asks) or (bool(words) and words[0] in LOOKS)


def finishes(words: list[str], step: TutorialStep) -> bool:
    """Tell whether a command is the one that a step is about."""
    said = " ".join(words)
    asks = {"-h", "--help"} & set(words)
    return not asks and any(_begins(said, command) for command in step.commands)


def _length(words: list[str]) -> int:
    """Count the words that name the command."""
    return 2 if words[:1] == ["policy"] else 1


def _begins(said: str, command: str) -> bool:
    return said == command or (bool(command) and said.startswith(f"{command} "))


def _at(ticket: object, path: str) -> object:
    """Return what stands at a path of a JSON document; nothing where it does not lead on."""
    for key in path.split("."):
        ticket = ticket.get(key) if isinstance(ticket, dict) else None
    return ticket
