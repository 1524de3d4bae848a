"""Laws of maintenance: nobody hears of what is silent, and histories say when it was."""

from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.usecases.insight.replay import replay
from escalate_cli.usecases.insight.replay_parts import Scope
from escalate_cli.usecases.verbs.maintenance import add, end
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE, changed, clock_rule, severity_rule, when
from tests.property.desk import VERBS, Deed, Desk, a_desk_policy, deeds_of

HALF_AN_HOUR = Repeat(every=30 * MINUTE)
PLAIN = a_desk_policy(
    rules=(
        severity_rule("urgent", when=when(priority="P1"), notify=("lead",)),
        clock_rule("unseen", clock="acknowledge", at="100%", notify=("lead",), repeat=HALF_AN_HOUR),
        clock_rule("late", at="50%", escalate="next", notify=("owner",)),
        clock_rule("mute", clock="update", at="100%", repeat=Repeat(every=HOUR, times=3)),
    )
)
"""The policy once the windows are gone from the file; tickets keep the same version."""

ASKED = (When(), when(priority="P1"), when(tags="tag-1"), when(status=("open", "waiting")))
CHECK, ADD, END = "check", "add", "end"
OF_PEOPLE = e.TicketResumed | e.TicketReopened | e.RulesChanged | e.OfMessage
"""What goes on in a window, though the policy records it: a person's act led to it."""

WINDOWS = st.builds(
    lambda when, since, lasts: Window(
        when=when,
        from_at=MONDAY_NINE + since * MINUTE,
        until_at=MONDAY_NINE + (since + lasts) * MINUTE,
    ),
    st.sampled_from(ASKED),
    st.integers(-60, 900),
    st.sampled_from([10, 45, 120, 700]),
)


def lived(policy: Policy, steps: list[Deed]) -> Desk:
    """Live by what is typed; a check, and a window that is announced or ended, are typed too."""
    desk, announced = Desk(policy), list[int]()
    for step in steps:
        if step.verb in VERBS:
            desk.does(step)
            continue
        desk.passes(step.minutes)
        if step.verb == CHECK:
            desk.looks()
        elif step.verb == ADD:
            found = add(desk.context, ASKED[step.n % 4], None, desk.now + 90 * MINUTE)
            announced.append(found.change or 0)
        elif announced:
            last = announced.pop()
            desk.types("ana", lambda run, change=last: end(run, change))  # type: ignore[misc]
    return desk


def differences(desk: Desk, policy: Policy) -> int:
    """Return how much differs in a replay of the desk's own history."""
    period = Period(since=MONDAY_NINE - DAY, until=desk.now + DAY)
    return len(replay(desk.under(policy), policy, Scope(period=period)).differences)


@given(
    st.lists(WINDOWS, max_size=3),
    deeds_of([*VERBS, CHECK, ADD, END], most=14),
    st.lists(st.integers(0, 14), max_size=10),
)
def test_the_policy_is_silent_in_windows_and_a_replay_needs_no_file(
    planned: list[Window], deeds: list[Deed], looks: list[int]
) -> None:
    steps = list(deeds)
    for place in sorted(looks, reverse=True):
        steps.insert(place, Deed(7, "ana", CHECK))
    policy = changed(PLAIN, maintenance=tuple(planned))
    desk = lived(policy, steps)
    silence = desk.context.engine(desk.history).agenda.silence(desk.now)
    for event in desk.history.events:
        if event.is_of_policy and not isinstance(event, OF_PEOPLE):
            assert silence.at(event.at) is None
    desk.passes(2000)
    desk.looks()
    assert desk.context.engine(desk.history).advance(desk.now).decisions == ()
    assert differences(desk, policy) == differences(desk, PLAIN) == 0
