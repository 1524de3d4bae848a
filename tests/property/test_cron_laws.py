"""Laws of cron: a check that comes late finds what punctual ones found, though rules move it."""

from collections.abc import Iterator
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.figures.counted import RESOLVED, runs
from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Status
from tests.conftest import FUNCTIONAL_LEVELS, MINUTE, MONDAY_NINE, PEOPLE, clock_rule
from tests.property.lives import ACTS, Act, Life, a_policy_of, acts_in
from tests.property.test_engine_laws import END, laws
from tests.property.test_figures_laws import asked

UNMOVED = (
    ClockName.FIRST_RESPONSE,
    ClockName.NEXT_RESPONSE,
    ClockName.UPDATE,
    ClockName.RESOLVE,
)
"""The clocks that no move begins anew; the others begin where a level was really reached."""

acts = acts_in(
    [kind for kind in ACTS if kind not in {"up", "return", "request", "need"}]
    + ["wait", "complain", "resume"] * 3
)
"""What anybody may do wherever the ticket is, so that it happens in every course."""

goals = st.sampled_from(["next", "L2", "L3", "lead", "manager", None])
repeats = st.sampled_from([None, Repeat(every=45 * MINUTE), Repeat(every=60 * MINUTE, times=3)])


@st.composite
def ladders(draw: st.DrawFn) -> Policy:
    """Return a policy of some levels, whose rules move the ticket by what its clocks say."""
    levels = FUNCTIONAL_LEVELS[: draw(st.integers(1, 3))]
    ids = {level.id for level in levels} | {"lead", "manager", "next", None}
    rules: list[Rule] = []
    for clock in draw(st.lists(st.sampled_from(UNMOVED), min_size=1, max_size=4)):
        at = draw(st.sampled_from(["50%", "100%", "1h", "due-10m", "150m"]))
        goal = draw(goals)
        rules.append(
            clock_rule(
                f"rule-{len(rules)}",
                clock=clock,
                at=at,
                notify=("owner",),
                repeat=draw(repeats),
                **{"escalate": goal} if goal in ids and goal else {},
            )
        )
    if draw(st.booleans()):
        counted = '{"count": 1, "within": "P1D"}'
        rules.append(Rule(type="complaints", name="angry", settings=counted, escalate="next"))
    if draw(st.booleans()):
        rules.append(Rule(type="reopened", name="again", escalate="lead"))
    if draw(st.booleans()):
        rules.append(Rule(type="stalled", name="quiet", settings='{"after": "PT5H"}'))
    return a_policy_of(*rules, functional=levels)


class Punctual(Life):
    """Cron looks half a minute after anything is due."""

    def __init__(self, policy: Policy, done: list[Act]) -> None:
        super().__init__(policy, done, [])

    def _looks_until(self, at: datetime) -> Iterator[datetime]:
        look = self.history.events[-1].at
        while (due := Engine(self.history, PEOPLE).following(look)) is not None:
            look = due + MINUTE / 2
            if look >= at:
                return
            self.look(look)
            yield look


class InWaits(Life):
    """Cron looks only while the ticket waits, once each time."""

    def __init__(self, policy: Policy, done: list[Act]) -> None:
        super().__init__(policy, done, [])

    def _looks_until(self, at: datetime) -> Iterator[datetime]:
        look = self.history.events[-1].at + MINUTE / 2
        if self.history.ticket.status is Status.WAITING and look < at:
            self.look(look)
            yield look


def judged(history: History) -> dict[tuple[str, int, int], tuple[object, ...]]:
    """Return how each run came out that no move begins anew."""
    return {
        run.run: (run.started_at, run.spent, run.state, run.target, run.breached_at, run.ended_at)
        for _, run in runs(history, END)
        if run.name in UNMOVED
    }


def true_since(history: History) -> set[tuple[str, datetime]]:
    """Return when each finding became true, whatever was done about it; not its reminders."""
    return {(x.key, x.since) for x in history.fired.values() if x.key.endswith(":0")}


def told(history: History) -> list[object]:
    """Return what a report says of the clocks that no move begins anew, and of reopenings."""
    period = Period(since=MONDAY_NINE, until=END, by=RESOLVED)
    total = asked(history, period, END).total()
    return [total.tickets, total.open, *(x for x in total.clocks if x.clock in UNMOVED)]


def waited(history: History) -> list[tuple[datetime, str | None]]:
    """Return from when on the ticket waited for whom."""
    found: list[tuple[datetime, str | None]] = []
    for step in history.steps:
        whom = step.ticket.waiting_for if step.ticket.status is Status.WAITING else None
        if whom != (found[-1][1] if found else None):
            found.append((step.at, whom))
    return found


@laws
@given(ladders(), acts, st.lists(st.integers(0, 9000), max_size=3).map(sorted))
def test_a_late_check_finds_what_punctual_ones_found(
    policy: Policy, done: list[Act], few: list[int]
) -> None:
    punctual = Punctual(policy, done).whole()
    for course in (Life(policy, done, few), InWaits(policy, done)):
        late = course.whole()
        assert judged(late) == judged(punctual)
        assert waited(late) == waited(punctual)
        assert true_since(late) == true_since(punctual)
        assert told(late) == told(punctual)
