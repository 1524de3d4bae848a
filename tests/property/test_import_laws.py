"""Laws of brought-in histories: own rules judge them as they were, and a rule's move judges no one.

An export says what people did; under the policy by which it was read, a replay finds nothing else.
"""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.replay.differences import differences
from escalate_cli.domain.replay.simulate import ReplayedTicket, simulate
from escalate_cli.domain.ticket.history import History
from tests.conftest import MINUTE, a_policy, clock_rule, severity_rule, targets, when
from tests.property.test_cron_laws import UNMOVED
from tests.property.test_engine_laws import laws
from tests.unit.exchange.rows import IMPORTED_AT, a_file, a_row, read

BEGAN = datetime(2016, 2, 29, 8, tzinfo=UTC)
STATES = ("Active", "Awaiting User Info", "Awaiting Vendor", "Resolved", "Closed")
PRIORITIES = ("1 - Critical", "3 - Moderate", "4 - Low")
WITHIN = dict(zip(CLOCKS, ("1h", "2h", "2h", "1h", "3h", "8h"), strict=True))
OWN = a_policy(
    id="sha",
    priorities=("P1", "P2", "P3", "P4"),
    targets=(
        targets(of=when(priority="P1"), resolve="2h", update="30m", acknowledge="10m"),
        targets("office", of=when(not_priority="P1"), **WITHIN),
    ),
)
CLIMBING = a_policy(
    id="sha",
    priorities=OWN.rules.priorities,
    targets=OWN.rules.targets,
    rules=(
        clock_rule("half", at="50%", escalate="next"),
        clock_rule("late", at="100%", escalate="lead"),
        severity_rule("parked", when=when(status="waiting"), escalate="next"),
    ),
)

updates = st.lists(
    st.tuples(
        st.sampled_from([0, 3, 40, 100, 300, 1500]),
        st.sampled_from(STATES),
        st.sampled_from(PRIORITIES),
        st.sampled_from(["?", "Group 1", "Group 2"]),
        st.sampled_from(["?", "Resolver 1", "Resolver 2"]),
    ),
    max_size=8,
)
Update = tuple[int, str, str, str, str]


def brought(done: list[Update]) -> History:
    """Return the history of an incident, as it is read from the rows of an export."""
    rows, at, reopened, state = [a_row(opened_at=_text(BEGAN))], BEGAN, 0, "New"
    for minutes, following, priority, group, person in done:
        at += minutes * MINUTE
        reopened += state in STATES[3:] and following not in STATES[3:]
        state = following
        rows.append(
            a_row(
                _text(at),
                state,
                opened_at=_text(BEGAN),
                priority=priority,
                assignment_group=group,
                assigned_to=person,
                reopen_count=str(reopened),
                **{"resolved_at": _text(at)} if state in STATES[3:] else {},
                **{"closed_at": _text(at)} if state == "Closed" else {},
            )
        )
    (incident,) = read(a_file(*rows)).incidents
    here = {"id": "T-1", "uid": "u", "policy": "sha", "level": "L1", "team": "team-L1"}
    return History([replace(incident.opening, **here), *incident.rest], lambda _id: OWN.rules)


def _text(at: datetime) -> str:
    return f"{at:%d-%m-%Y %H:%M}"


def retold(history: History, policy: Policy) -> ReplayedTicket:
    """Tell it anew under a policy."""
    return simulate(history.events, lambda _: OWN, policy, IMPORTED_AT, IMPORTED_AT)


@laws
@given(updates)
def test_own_history_under_own_policy_differs_in_nothing(done: list[Update]) -> None:
    found = retold(brought(done), OWN)
    assert differences(found, IMPORTED_AT) == []
    assert (found.moot, found.elsewhere, found.unasked) == ((), 0, 0)


@laws
@given(updates)
def test_a_policy_that_moves_what_waited_judges_it_no_otherwise(done: list[Update]) -> None:
    found = retold(brought(done), CLIMBING)
    assert judged(found.after) == judged(found.before)


def judged(history: History) -> dict[str, tuple[object, timedelta, object]]:
    """Return how the last run of each clock came out that no move begins anew."""
    clocks = history.seen(IMPORTED_AT).clocks
    return {n: (c.breached_at, c.spent, c.state) for n, c in clocks.items() if n in UNMOVED}
