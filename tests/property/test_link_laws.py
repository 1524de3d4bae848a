"""Laws of ties: whatever is tied to what, every duplicate leads to a ticket that is none."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.errors import EscalateError
from escalate_cli.usecases.verbs.link import link
from escalate_cli.usecases.verbs.resolve import reopen
from tests.property.test_engine_laws import laws
from tests.unit.usecases.conftest import a_context, later, logged

IDS = ("1", "2", "3", "4")
ties = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from((*IDS, None))), min_size=1, max_size=12
)


@laws
@given(ties)
def test_no_sequence_of_ties_makes_a_circle(done: list[tuple[str, str | None]]) -> None:
    context = a_context()
    for each in IDS:
        logged(context, key=f"key-{each}")
    for minutes, (one, other) in enumerate(done, 1):
        acting = later(context, f"{minutes}m")
        with suppress(EscalateError):
            if other is None:
                reopen(acting, [one])
            else:
                link(acting, [one], duplicate_of=other)
    with context.store.read() as view:
        for number in map(int, IDS):
            ticket, passed = view.ticket(number), set()
            while ticket.duplicate_of is not None:
                assert ticket.id not in passed
                passed.add(ticket.id)
                ticket = view.ticket(int(ticket.duplicate_of.removeprefix("T-")))
            holders = [t.id for t in view.with_key(f"key-{number}") if t.is_active]
            assert holders == [ticket.id]
