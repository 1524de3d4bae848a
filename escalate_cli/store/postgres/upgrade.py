"""Tables of an earlier program are made those of this one, once, by whoever comes first."""

from collections.abc import Callable
from itertools import islice
from typing import Final

from escalate_cli.domain.ticket.search import names_on
from escalate_cli.store.postgres.columns import joined, of_text
from escalate_cli.store.postgres.connection.link import Link, Row
from escalate_cli.store.postgres.marks import of_fields, written_on
from escalate_cli.store.postgres.schema import VERSION, counter_of
from escalate_cli.store.rows import codec

_AT_ONCE: Final = 500

_ROWS: Final = """
SELECT t.store_id, t.number, t.state, (SELECT string_agg(e.body, '\\x2c'::bytea ORDER BY e.n)
    FROM escalate.event e WHERE e.store_id = t.store_id AND e.ticket = t.number)
FROM escalate.ticket t"""

_SEARCH: Final = """
ALTER TABLE escalate.ticket ADD COLUMN marks int[] NOT NULL DEFAULT '{}';
CREATE TABLE escalate.ticket_text (
    store_id int, number bigint, marks int[] NOT NULL, PRIMARY KEY (store_id, number))"""

_SEARCH_INDEXES: Final = """
CREATE INDEX ticket_marks ON escalate.ticket USING gin (marks);
CREATE INDEX ticket_text_marks ON escalate.ticket_text USING gin (marks)"""

_PUT_MARKS: Final = """
UPDATE escalate.ticket t SET marks = v.marks FROM (VALUES %s) AS v (store_id, number, marks)
WHERE t.store_id = v.store_id AND t.number = v.number"""


def upgrade(link: Link) -> None:
    """Bring the tables up to date, in one transaction, while nobody else does."""
    link.forget()
    link.run("SET LOCAL statement_timeout = 0")
    link.run("UPDATE escalate.schema SET version = version")  # whoever comes second waits
    version = link.value("SELECT max(version) FROM escalate.schema")
    if version < VERSION:
        _keep_older_programs_out(link, version)
    for step in _STEPS[version - 1 :]:
        step(link)
    link.run("INSERT INTO escalate.schema VALUES (%s) ON CONFLICT DO NOTHING", VERSION)
    link.commit()


def _keep_older_programs_out(link: Link, version: int) -> None:
    """Rename what counts changes: those that have a number end first, and no older one gets one."""
    for (store,) in link.rows("SELECT id FROM escalate.store ORDER BY id"):
        before, name = counter_of(store, "change", version), counter_of(store, "change")
        if name != before:
            link.run(f"ALTER SEQUENCE {before} RENAME TO {name.removeprefix('escalate.')}")


def _let_search_by_index(link: Link) -> None:
    """Give every ticket the marks by which it is found."""
    link.run(_SEARCH)
    found = link.stream(_ROWS)
    while some := list(islice(found, _AT_ONCE)):
        fields, texts = zip(*map(_marked, some), strict=True)
        link.put(_PUT_MARKS, fields)
        link.put("INSERT INTO escalate.ticket_text VALUES %s", texts)
    link.run(_SEARCH_INDEXES)


def _marked(found: Row) -> tuple[Row, Row]:
    store, number, state, events = found
    row = joined(bytes(state), bytes(events or b""))
    ticket = codec.decode_ticket(row)
    written = written_on(ticket, codec.decode_events(row))
    return (
        (store, number, of_fields(store, ticket)),
        of_text(store, number, written, names_on(ticket)),
    )


def _thin_clocks(_link: Link) -> None:
    """Keep older programs out: they would miss what clocks no longer say beside their ticket."""


def _name_versions(_link: Link) -> None:
    """Count changes by a name with the version, as from then on each step leaves it."""


_STEPS: Final[tuple[Callable[[Link], None], ...]] = (
    _let_search_by_index,
    _thin_clocks,
    _name_versions,
)
"""From each version of the tables to the next."""
