"""Each shell has its script."""

import shutil
import subprocess
from pathlib import Path

import pytest

from escalate_cli.cli.completion import scripts


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({"SHELL": "/bin/zsh"}, "escalate completion zsh > ~/.zfunc/_escalate"),
        ({"SHELL": "/bin/dash"}, None),
        ({}, None),
    ],
    ids=["zsh", "another", "none"],
)
def test_who_types_in_a_shell_is_given_its_line(environ: dict[str, str], line: str | None) -> None:
    assert scripts.completion_line(environ) == line


@pytest.mark.parametrize("shell", scripts.SHELLS)
def test_a_shell_that_is_here_understands_its_script(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell}")
    path = Path(scripts.__file__).with_name(f"escalate.{shell}")
    done = subprocess.run([shell, "-n", path], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert path.read_text(encoding="utf-8") == scripts.script_of(shell)
