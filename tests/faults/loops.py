"""How long the long loops are: whole, or cut to the share that `FAULTS_SHARE` says."""

import os

import pytest
from _pytest.mark import ParameterSet

SHARE = float(os.environ.get("FAULTS_SHARE", "1"))


def long(whole: int) -> ParameterSet:
    """Run so many rounds, or the share of them."""
    return pytest.param(max(1, round(whole * SHARE)), marks=pytest.mark.faults)


def each() -> ParameterSet:
    """Go through all of them in steps of one, or in steps that leave the share."""
    return pytest.param(max(1, round(1 / SHARE)), marks=pytest.mark.faults)
