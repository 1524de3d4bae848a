"""Laws of queries: what is negated is the rest, and all that is asked for must hold."""

from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket.actor import Actor
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.query import STATES, Candidate
from escalate_cli.usecases.insight.query_parsing import FIELDS, INSTANTS, parse
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.unit_of_work import save
from tests.conftest import MINUTE, MONDAY_NINE
from tests.property.lives import Act, looks
from tests.property.test_engine_laws import laws
from tests.property.test_replay_laws import Routed, acts, one_policy
from tests.writing import writing

terms = st.sampled_from(
    [
        *(f"is:{state}" for state in (*STATES, "mine")),
        *(f"{field}:-" for field in {*FIELDS, *INSTANTS} - {"status", "priority", "level"}),
        *("status:open,waiting", "status:resolved", "priority:P1", "level:L2", "team:team-L1"),
        *("owner:bo", "tag:dns", "customer:acme", "management:lead"),
        *("due:<2h", "due:>=today", "logged:2026-11", "updated:<1h", "resolved:>30m"),
        *("mail", '"no such text"', "bo"),
    ]
)


def a_context(policy: Policy, done: list[Act], checks: list[int], minutes: int) -> Context:
    """Return somebody who looks at a ticket that has lived, a while after."""
    history = Routed(policy, done, checks).whole()
    now = max(history.events[-1].at, MONDAY_NINE + minutes * MINUTE)
    context = Context(
        store=MemoryStore(),
        policy=policy,
        source="",
        compile=lambda _source: policy,
        new_uid=str,
        actor=Actor("bo"),
        present=Present(now),
    )
    with writing(context.store) as tx:
        tx.next_number()
        save(context, tx, history)
    return context


def holds(context: Context, *words: str) -> bool:
    """Tell whether a query finds the ticket."""
    view = context.store.read()
    query = parse(words, context, everything=True)
    return query.matches(Candidate(context, view, view.ticket(1)))


@laws
@given(one_policy, acts, looks, st.integers(0, 5000), terms, terms)
def test_what_is_negated_is_the_rest_and_both_of_two_must_hold(
    policy: Policy, done: list[Act], checks: list[int], minutes: int, one: str, other: str
) -> None:
    context = a_context(policy, done, checks, minutes)
    first, second = holds(context, one), holds(context, other)
    assert holds(context, f"-{one}") is holds(context, f"not:{one}") is not first
    if one.partition(":")[0] != other.partition(":")[0] or one.startswith("is:"):
        assert holds(context, one, other) is holds(context, f"{other} {one}") is (first and second)
    assert holds(context, f"-{one}", f"-{other}") is not (first or second)
