"""What people do most often takes no more keys than this, and does it."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.shell import PROGRAM, Result, Shell, on_terminal

ACTS = {
    "what presses": ("esc", 4, "PRESSING"),
    "what is mine": ("esc mine", 9, "52 tickets"),
    "one ticket": ("esc 52", 7, "T-52  Printer 52 jams"),
}
"""What is typed to look, within how many keys with Enter, and what is seen then."""

STEPS = {
    "take it": ("esc ack 52", 11, "ticket_acknowledged", ""),
    "note": ("esc note 52", 12, "note_added", "looked at it"),
    "public update": ("esc tell 52 'x'", 16, "note_added", "x"),
    "wait": ("esc wait 52 vendor 'x'", 23, "ticket_paused", "x"),
    "hand up": ("esc up 52 'x'", 15, "ticket_escalated", "x"),
    "solve": ("esc resolve 52 'x'", 19, "ticket_resolved", "x"),
    "log": ("esc log 'x' -p P2 -r kim", 25, "ticket_logged", "x"),
}
"""The same of what does something, and what is then recorded, with which words."""


@pytest.fixture
def many(support: Shell, tmp_path: Path) -> Shell:
    """Log as many tickets as make two digits, and have an editor that writes something."""
    drafts = [{"title": f"Printer {n} jams", "priority": "P3"} for n in range(1, 53)]
    support.done("log", "--from", "-", stdin="\n".join(map(json.dumps, drafts)))
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\necho looked at it > $1\n")
    editor.chmod(0o700)
    path = f"{Path(PROGRAM).parent}:{os.environ['PATH']}"
    support.env |= {"EDITOR": str(editor), "PATH": path, "TERM": "xterm"}
    return support


def typed(shell: Shell, keys: str) -> Result:
    """Type a line at a shell."""
    done = on_terminal(["sh", "-c", keys], shell.env, size=(24, 80))
    assert done.code == 0, done.stdout
    return done


@pytest.mark.parametrize(("keys", "most", "seen"), ACTS.values(), ids=ACTS)
def test_a_look_takes_few_keys(many: Shell, keys: str, most: int, seen: str) -> None:
    assert len(f"{keys}\n") <= most
    many.env["ESCALATE_NOW"] = "2026-11-23T18:00:00+01:00"
    assert seen in typed(many, keys).plain


@pytest.mark.parametrize(("keys", "most", "kind", "words"), STEPS.values(), ids=STEPS)
def test_a_step_takes_few_keys(many: Shell, keys: str, most: int, kind: str, words: str) -> None:
    assert len(f"{keys}\n") <= most
    typed(many, keys)
    ticket = many.show("53" if kind == "ticket_logged" else "52")
    said = [event for event in ticket["events"] if event["by"] == "ana"][-1]
    assert said["kind"] == kind
    texts = ("text", "message", "reason", "resolution", "title")
    assert "".join(said.get(name, "") for name in texts) == words
    assert said.get("public", True) == (keys != "esc note 52")
