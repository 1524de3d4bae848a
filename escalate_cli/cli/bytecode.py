"""Bytecode: what Python compiles once, so that a command need not compile it each time."""

import os
from importlib.util import cache_from_source
from pathlib import Path

from escalate_cli.suggestions import shell_word


def lack_of_bytecode(module: str) -> tuple[str, str] | None:
    """Say that no bytecode of a module is kept, and that nobody like us can keep any.

    It is missing where a program was installed without compiling it, and each command then starts
    two to three times as slowly if it may not write beside the code, as under cron.
    """
    compiled = Path(cache_from_source(module))
    package = Path(module).parent
    home = compiled.parent if compiled.parent.is_dir() else package
    if compiled.exists() or os.access(home, os.W_OK):
        return None
    found = (
        f"no bytecode is kept in {home}, and you cannot write there, so that every start is slow"
    )
    return found, f"whoever installed it: python -m compileall -q {shell_word(package)}"
