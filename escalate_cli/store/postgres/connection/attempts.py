"""Attempts: a change that met another one runs again."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

from escalate_cli.errors import StoreBusyError
from escalate_cli.store.postgres.connection.faults import MetError

T = TypeVar("T")

PATIENCE: Final = 10.0
"""Seconds, after which somebody else may try."""

FEWEST: Final = 5
"""So many attempts are made in any case, as one that takes long has waited for nobody meanwhile."""

_SHORTEST, _LONGEST = 0.002, 0.05


def until_alone(attempt: Callable[[], T]) -> T:
    """Run something until it meets no other change; raises StoreBusyError."""
    began = time.monotonic()
    attempts = 0
    while True:
        attempts += 1
        try:
            return attempt()
        except MetError as met:
            waited = time.monotonic() - began
            if waited > PATIENCE and attempts >= FEWEST:
                raise StoreBusyError("other writers", PATIENCE) from met
            from random import uniform  # noqa: PLC0415 - few changes meet

            time.sleep(uniform(_SHORTEST, _LONGEST))  # noqa: S311 - no secret
