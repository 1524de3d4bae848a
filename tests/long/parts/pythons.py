"""The oldest and the newest Python here: the newest as locked, both as `pip install .` makes them.

`make test` runs the oldest as locked; `make test-matrix` runs all of all.
"""

from tests.long import Result, Say
from tests.long.pythons import found, lacks, tried

TESTS = ("tests/unit", "tests/contract", "tests/property")


ALONE = True


def missing() -> str:
    """It needs the oldest Python and one of the newest two."""
    return lacks(found())


def run(say: Say) -> Result:
    """Run what is quick and reaches everything."""
    oldest, *_, newest = found()
    wanted = ((oldest, "fresh"), (newest, "locked"), (newest, "fresh"))
    runs = [tried(say, python, kind, TESTS) for python, kind in wanted]
    ran = "; ".join(f"{run.python.version} {run.kind}, {run.result.ran}" for run in runs)
    return Result(ran, all(run.result.passed for run in runs))
