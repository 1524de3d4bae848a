"""A sample of mutants of the domain, each against the unit tests of its module.

`MUTATION=seed:count` draws another sample.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zlib import crc32

from tests.long import ROOT, Result, Say
from tests.long.mutants import MUTANT, Mutant, mutants_of

SEED, COUNT = 13, 100
LEAST = 85
"""Percent of the sample that tests must notice; a few mutants differ in nothing that matters."""

LONGEST = 60.0
SURVIVED, NOTICED = 0, (1, 2)
DOMAIN = ROOT / "escalate_cli" / "domain"


ALONE = True


def missing() -> str:
    """It needs nothing."""
    return ""


def run(say: Say) -> Result:
    """Try the sample, two at a time, after the tests of all its modules without a change."""
    seed, _, count = os.environ.get("MUTATION", f"{SEED}:{COUNT}").partition(":")
    everything = [mutant for path in _tested() for mutant in mutants_of(path)]
    sample = sampled(everything, seed, int(count))
    of = f"{len(sample)} of {len(everything):,} mutants of the domain, seed {seed}"
    if _pytest("", *sorted({str(_tests_of(ROOT / mutant.path)) for mutant in sample})):
        return Result(f"{of}: the tests fail without any change", passed=False)
    with ThreadPoolExecutor(2) as pool:
        outcomes = zip(sample, pool.map(_lives, sample), strict=True)
        survived = [mutant for mutant, lives in outcomes if lives]
    for mutant in survived:
        place = f"{mutant.path}:{mutant.line}"
        say(f"survived: {place}: {mutant.what}: {mutant.text} ({MUTANT}={mutant.name})")
    share = 100 * (len(sample) - len(survived)) // len(sample)
    return Result(f"{of}: {share} % noticed, {LEAST} are wanted", passed=share >= LEAST)


def sampled(mutants: list[Mutant], seed: str, count: int) -> list[Mutant]:
    """Draw by the text of a line, so that a change elsewhere leaves the sample as it is."""
    drawn = sorted(mutants, key=lambda each: crc32(f"{seed} {each.text} {each.what}".encode()))
    return sorted(drawn[:count])


def _tested() -> list[Path]:
    """Return the modules that have unit tests of their own."""
    return [path for path in sorted(DOMAIN.rglob("*.py")) if _tests_of(path).exists()]


def _tests_of(path: Path) -> Path:
    mirrored = ROOT / "tests" / "unit" / path.relative_to(ROOT / "escalate_cli")
    return mirrored.with_name(f"test_{path.name}")


def _lives(mutant: Mutant) -> bool:
    code = _pytest(mutant.name, str(_tests_of(ROOT / mutant.path)))
    if code not in {SURVIVED, *NOTICED}:
        raise RuntimeError(f"{MUTANT}={mutant.name}: pytest ended in {code}")
    return code == SURVIVED


def _pytest(mutant: str, *files: str) -> int:
    """Run tests until one fails; what takes too long has failed."""
    options = ("-x", "-n", "0", "-p", "no:cacheprovider", "-p", "tests.long.mutants")
    try:
        return subprocess.run(
            [sys.executable, "-m", "pytest", *options, *files],
            cwd=ROOT,
            env={**os.environ, MUTANT: mutant},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST if mutant else None,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return NOTICED[0]
