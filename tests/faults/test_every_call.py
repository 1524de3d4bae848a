"""Every system call of every command that writes: it fails, or it is the last before a kill.

Each time the command is a process of its own, on a fresh copy of the same store.
"""

import os
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import Result, Shell
from tests.faults.calls import HALF, KILL, SHORT, Call, Fault
from tests.faults.conftest import Figures
from tests.faults.loops import SHARE
from tests.faults.program import Program
from tests.faults.scenes import SCENES, Scene, put_back, room_of, titles
from tests.faults.server import Report
from tests.faults.victim import is_clean

SOME = 3
"""So many faults of each command are tried by `make test`."""

_ERRORS = {
    "open": ("EIO", "EACCES", "EINTR", "EMFILE"),
    "write": ("EIO", "ENOSPC", "EINTR", "EDQUOT"),
    "fsync": ("EIO", "ENOSPC", "EINTR"),
    "flock": ("EIO", "EINTR", "ENOLCK"),
    "replace": ("EIO", "ENOSPC", "EACCES"),
    "link": ("EIO", "ENOSPC", "EACCES", "EPERM"),
    "mkdir": ("EIO", "ENOSPC", "EACCES"),
    "unlink": ("EIO", "EACCES"),
    "stat": ("EIO", "EACCES"),
    "listdir": ("EIO", "EACCES"),
    "scandir": ("EIO", "EACCES"),
}


def faults_at(at: int, call: Call) -> Iterator[Fault]:
    """Yield what can happen at a call."""
    if call.name == "said":
        return
    hows = [KILL, *_ERRORS.get(call.name, ("EIO",))]
    if call.name == "write" and call.data:
        hows += [HALF, SHORT]
    if call.name == "open" and call.flags & os.O_CREAT:
        hows.append("ENOSPC")
    for how in hows:
        yield Fault(at, how)


class Trial:
    """One scene, and what went wrong in it."""

    def __init__(self, program: Program, shell: Shell, scene: Scene, copy: Path) -> None:
        self.program, self.shell, self.scene, self.copy = program, shell, scene, copy
        scene.prepare(shell)
        self.before = [] if scene.broken else titles(shell)
        shutil.copytree(room_of(shell), copy, symlinks=True)

    def run(self, fault: Fault | None = None) -> Report:
        """Run the command once, from the beginning."""
        put_back(self.shell, self.copy)
        room = room_of(self.shell)
        argv = [word.replace("{room}", str(room)) for word in self.scene.argv]
        env = {**self.shell.env, "ESCALATE_NOW": self.scene.now}
        return self.program.run(*argv, env=env, watch=room, fault=fault)

    def wrong_after(self, fault: Fault, call: Call) -> list[str]:
        """Let a fault happen at a call, and name what is not as promised."""
        report = self.run(fault)
        if report.calls and [each.name for each in report.calls[fault.at :][:1]] != [call.name]:
            return []  # threads took another order this time
        result = Result(report.stdout, report.stderr, report.code)
        wrong = list(self._of_the_end(fault, result))
        try:
            wrong += self._of_the_store(fault, result)
        except AssertionError as error:
            wrong.append(f"a later command fails: {error}")
        return wrong

    def _of_the_end(self, fault: Fault, result: Result) -> Iterator[str]:
        killed = fault.how in {KILL, HALF}
        if (result.code == -9) != killed:
            yield f"ended in {result.code}"
        if not is_clean(result):
            yield f"said {result.stderr}{_crash(result)}"
        if not killed and self._left_over():
            yield f"left {self._left_over()}"

    def _of_the_store(self, fault: Fault, result: Result) -> Iterator[str]:
        if self.scene.broken and self.shell("list").code == 2:
            self.shell.done("doctor", "--restore")
            if result.code == 0:
                yield "nothing was mended"
        found = titles(self.shell)
        if not self.scene.replaces and set(self.before) - set(found):
            yield f"lost {set(self.before) - set(found)}"
        if found and not self.scene.replaces and self.shell("verify").code:
            yield self.shell("verify").stdout
        happened = self.scene.happened(self.shell)
        if result.code == 0 and not happened:
            yield "acknowledged, and did not happen"
        unsure = self.scene.steps or "may be stored" in result.stderr or fault.how in {KILL, HALF}
        if result.code and happened and not unsure:
            yield f"happened, though it said {result.stderr}"
        self.shell.done("log", "after all")
        told = {row[1].split(" was left over")[0] for row in self.shell("doctor").rows}
        if set(self._left_over()) - told:
            yield f"left for ever: {set(self._left_over()) - told}"

    def _left_over(self) -> list[str]:
        return sorted(str(path) for path in self.shell.store.rglob("*.escalate-new"))


def _crash(result: Result) -> str:
    """Return where it crashed."""
    kept = re.search(r"details: (.+)\)", result.stderr)
    frames = re.findall(r"escalate_cli/.*", Path(kept[1]).read_text()) if kept else []
    return "\n".join(frames)


@pytest.mark.parametrize(
    "most", [SOME, pytest.param(None, marks=pytest.mark.faults)], ids=["some", "all"]
)
@pytest.mark.parametrize("name", SCENES)
def test_whatever_fails_nothing_is_lost_and_the_next_command_works(
    program: Program,
    shell: Shell,
    tmp_path: Path,
    figures: Figures,
    name: str,
    most: int | None,
) -> None:
    trial = Trial(program, shell, SCENES[name], tmp_path / "copy")
    whole = trial.run()
    assert (whole.code, trial.scene.happened(shell)) == (0, True), whole.stderr
    faults = [fault for at, call in enumerate(whole.calls) for fault in faults_at(at, call)]
    tried = most or round(len(faults) * SHARE)
    faults = random.Random(name).sample(faults, tried)  # noqa: S311 - chance, not secrecy
    if most is None:
        figures.add("every call fails, or is the last", commands=1, faults=tried)
    wrong = [
        f"{fault.how} at {call.name} {call.path.removeprefix(str(room_of(shell)))}: {what}"
        for fault in faults
        for call in [whole.calls[fault.at]]
        for what in trial.wrong_after(fault, call)
    ]
    assert not wrong, "\n".join(wrong)
