"""A clean environment: the program with what it needs to run, and nothing that developers have.

What a developer's environment has beside that changes what an import costs. It is made of links to
the installed packages, so that nothing is fetched.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from bench._room import room

_PROGRAM = """#!{python}
import sys

from escalate_cli.cli.app import main

sys.exit(main())
"""
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@cache
def python() -> str:
    """Make the environment, and name its interpreter."""
    folder = room() / "clean"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    [packages] = folder.glob("lib/python*/site-packages")
    for path in _paths():
        (packages / path.name).symlink_to(path)
    return str(folder / "bin" / "python")


@cache
def program() -> str:
    """Write the command as an installer does, and name it."""
    script = Path(python()).with_name("escalate")
    script.write_text(_PROGRAM.format(python=python()), encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def _paths() -> Iterator[Path]:
    """Yield the program's folder, and the folders and modules of all that it needs."""
    yield Path(__file__).parents[1] / "escalate_cli"
    for found in (*needed("escalate-cli").values(), *_driver()):
        tops = {file.parts[0] for file in found.files or () if ".." not in file.parts}
        yield from (Path(str(found.locate_file(top))) for top in tops if top != "__pycache__")


def _driver() -> Iterator[Distribution]:
    """Find what talks to a server, where it is installed."""
    with suppress(PackageNotFoundError):
        yield distribution("psycopg2-binary")


def needed(name: str) -> dict[str, Distribution]:
    """Find the distributions that one needs to run, by name; extras and other systems' left out."""
    found: dict[str, Distribution] = {}
    waiting = [name]
    while waiting:
        for line in distribution(waiting.pop()).requires or ():
            match = _NAME.match(line)
            if match and ";" not in line and match[0].lower() not in found:
                found[match[0].lower()] = distribution(match[0])
                waiting.append(match[0])
    return found
