"""The Pythons of this machine, each with environments of its own: `make test-matrix`.

A Python is taken from `PYTHONS` (commands or paths, by commas), else from PATH, else from pyenv.
Each is tested with what `requirements-dev.lock` fixes and with what `pip install .` brings today.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.long import ROOT, Result, Say, print_line, pytest_on

VERSIONS = ("3.11", "3.12", "3.13", "3.14")
OLDEST, NEWEST = VERSIONS[0], VERSIONS[-2:]
KINDS = ("locked", "fresh")
TOOLS = ("pytest", "pytest-xdist", "hypothesis", "aiosmtpd", "hatchling", "editables")
"""What the tests need beside the program; all that other tools bring would fix versions."""

_ASK = (
    "import ensurepip, sys, venv;"
    "print('%d.%d %s' % (*sys.version_info[:2], sys.version.split()[0]))"
)


class Python(NamedTuple):
    """An interpreter that answers: `3.13`, `3.13.0` and where it is."""

    minor: str
    version: str
    path: str


class Run(NamedTuple):
    """One environment and what the tests in it came to."""

    python: Python
    kind: str
    result: Result


def found(environ: Mapping[str, str] = os.environ) -> list[Python]:
    """Find one interpreter of each version, the oldest first."""
    chosen: dict[str, Python] = {}
    for candidate in _candidates(environ):
        python = _asked(candidate)
        if python and python.minor in VERSIONS:
            chosen.setdefault(python.minor, python)
    return [chosen[minor] for minor in VERSIONS if minor in chosen]


def _candidates(environ: Mapping[str, str]) -> Iterator[str]:
    path = environ.get("PATH", "")
    named = re.split(r"[\s,]+", environ.get("PYTHONS", ""))
    for name in (*filter(None, named), *(f"python{minor}" for minor in VERSIONS), "python3"):
        at = shutil.which(name, path=path)
        if at:
            yield at
    root = Path(environ.get("PYENV_ROOT") or Path(environ.get("HOME", "/")) / ".pyenv")
    yield from map(str, sorted(root.glob("versions/3.*/bin/python"), reverse=True))


def _asked(path: str) -> Python | None:
    answer = subprocess.run(
        [path, "-c", _ASK], capture_output=True, encoding="utf-8", check=False
    ).stdout.split()
    return Python(answer[0], answer[1], path) if len(answer) == 2 else None


def lacks(pythons: Sequence[Python]) -> str:
    """Say which Python must still be there for the matrix to count; nothing if all are."""
    minors = {python.minor for python in pythons}
    missing = [] if OLDEST in minors else [OLDEST]
    missing += [] if minors & set(NEWEST) else [" or ".join(NEWEST)]
    return f"no Python {' and no '.join(missing)} (PYTHONS=/path/to/python)" if missing else ""


def environment(python: Python, kind: str) -> str:
    """Make or renew an environment; return its interpreter."""
    folder = ROOT / "build" / "matrix" / f"{python.version}-{kind}"
    inside = str(folder / "bin" / "python")
    if not Path(inside).exists():
        subprocess.run([python.path, "-m", "venv", str(folder)], check=True)
    pip = [inside, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-q"]
    if kind == "locked":
        lock = ["--no-deps", "--require-hashes", "-r", "requirements-dev.lock"]
        subprocess.run([*pip, *lock], cwd=ROOT, check=True)
        subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", "."], cwd=ROOT, check=True)
    else:
        newest = ["--upgrade", "--upgrade-strategy", "eager", "--force-reinstall"]
        subprocess.run([*pip, *newest, ".[notify,calendar]", *TOOLS], cwd=ROOT, check=True)
    return inside


def tried(say: Say, python: Python, kind: str, arguments: Sequence[str]) -> Run:
    """Run the tests on one Python in one environment."""
    say(f"-- Python {python.version} ({python.path}), {kind}")
    try:
        inside = environment(python, kind)
    except subprocess.CalledProcessError as error:
        return Run(python, kind, Result(f"not installed: {error}", passed=False))
    what = " ".join(arguments) or "tests"
    return Run(python, kind, pytest_on(say, inside, "-n", "2", *arguments, what=what))


def main(arguments: Sequence[str]) -> int:
    """Try every Python with every kind of environment; say what was run."""
    pythons = found()
    runs = [tried(print_line, python, kind, arguments) for python in pythons for kind in KINDS]
    for run in runs:
        result = "passed" if run.result.passed else "FAILED"
        print_line(f"{run.python.version} {run.kind}: {result}, {run.result.ran}")
    if not all(run.result.passed for run in runs):
        return 1
    missing = lacks(pythons)
    if missing:
        print_line(f"it does not count: {missing}")
    return 2 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
