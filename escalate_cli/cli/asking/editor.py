"""Long texts are written in the person's editor."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkstemp

from escalate_cli.cli.asking.drafts import keep
from escalate_cli.cli.typed.text_input import text_meant
from escalate_cli.errors import UsageError, reason_of


def editor_of(environ: Mapping[str, str]) -> list[str]:
    """Return the words that start the person's editor; none where they have not said which."""
    return shlex.split(environ.get("VISUAL") or environ.get("EDITOR") or "")


def written(editor: list[str], what: str) -> str:
    """Let a text be written in an editor; raises UsageError where it stays empty."""
    number, name = mkstemp(prefix=f"escalate-{what}-", suffix=".txt")
    os.close(number)
    draft = Path(name)
    try:
        ended = subprocess.run(  # noqa: S603 - it is the person's own editor
            [*editor, name], check=False, stdout=sys.stderr.fileno()
        ).returncode
    except OSError as error:
        draft.unlink()
        raise UsageError(f"{editor[0]} does not start: {reason_of(error)}", "set EDITOR") from error
    if not draft.exists() or not draft.read_bytes().strip():
        draft.unlink(missing_ok=True)
        raise UsageError("the text is empty", "nothing was done")
    keep(draft)
    if ended:
        raise UsageError(f"{editor[0]} ended with {ended}: nothing was done")
    return text_meant(f"@{draft}")
