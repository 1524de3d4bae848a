"""TAB in the real shells, on tickets and a policy of which much is hostile."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shells.typist import Typist

pytestmark = pytest.mark.shells

BIN = Path(sys.executable).parent
COMMANDS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
BEGIN = {
    "bash": "PS1='ready> '; escalate() { printf '%s\\n' \"$@\" > typed; }; "
    "source <(command escalate completion bash); echo be''gun\n",
    "zsh": "PS1='ready> '; autoload -Uz compinit; compinit -D -u; "
    "escalate() { printf '%s\\n' \"$@\" > typed; }; "
    "source <(command escalate completion zsh); echo be''gun\n",
    "fish": "function escalate; printf '%s\\n' $argv > typed; end; "
    "command escalate completion fish | source; echo be''gun\n",
}
"""What is typed first: at Enter `escalate` only writes down what it was given."""

HOSTILE = (
    "plain $(touch ran) `touch ran` ${x:=y}",
    "evil \\$(touch ran) \\`touch ran\\` %F{red} %(?.a.b)",
    "'x' \"y\" <b> [urgent] ; touch ran & | > ran",
    "bell \x07 escape \x1b]0;x\x07 tab\ttitle",
)
POLICY = """\
version: 1
name: hostile
timezone: UTC
calendars: {office: {mon-fri: "09:00-17:00"}}
priorities: [P1, P2]
default_priority: P2
people: {ana: {}, bo: {}}
teams: {ops: {members: [ana]}}
customers: {"zoo$(>ran)'": {}, acme: {}}
ladders: {functional: [{level: L1, team: ops}]}
targets: [{resolve: 8h}]
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a store whose titles and names would run programs, if a shell took them for its own."""
    folder = tmp_path_factory.mktemp("home") / "store"
    folder.mkdir()
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    for title in HOSTILE:
        command = [str(BIN / "escalate"), "log", title, "--store", str(folder), "--as", "ana"]
        subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(params=COMMANDS)
def typist(request: pytest.FixtureRequest, tmp_path: Path, store: Path) -> Iterator[Typist]:
    """Sit down before a shell that has the script of completion."""
    name = str(request.param)
    assert shutil.which(name), f"{name} is missing"
    (tmp_path / "tickets of may.csv").touch()
    env = {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        "ESCALATE_STORE": str(store),
    }
    with Typist(COMMANDS[name], env, tmp_path) as someone:
        someone.type(BEGIN[name])
        someone.wait_for("\nbegun")
        yield someone
        assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("keys", "given"),
    [
        ("escalate ackn\t4\n", ["acknowledge", "4"]),
        ("escalate list is:ove\t\n", ["list", "is:overdue"]),
        ("escalate list customer:zoo\t\n", ["list", "customer:zoo$(>ran)'"]),
        ("escalate note 1 'two words' --as an\t\n", ["note", "1", "two words", "--as", "ana"]),
        ("escalate import tick\t\n", ["import", "tickets of may.csv"]),
    ],
    ids=["a command", "a query", "a hostile name", "a person behind quoted words", "a file"],
)
def test_a_word_is_completed(typist: Typist, tmp_path: Path, keys: str, given: list[str]) -> None:
    typist.type(keys)
    assert typist.wait_for_file(tmp_path / "typed") == given


def test_ids_are_listed_with_titles_that_stay_text(typist: Typist) -> None:
    typist.type("escalate resolve T-\t\t")
    for title in (*HOSTILE[:3], "bell <U+0007> escape <U+001B>]0;x<U+0007>"):
        typist.wait_for(title[:20])
    assert "\x1b]0;x" not in typist.raw
