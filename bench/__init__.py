"""What the program promises about speed, measured as ratios."""

from typing import NamedTuple


class Row(NamedTuple):
    """One promise beside what was measured in this run."""

    what: str
    measured: str
    target: str
    ok: bool
