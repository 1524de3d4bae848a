"""A window that is ended, or gone from the file, frees its tickets at the next check."""

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.automation.freed_tickets import waiting_for_windows, windows_changed
from escalate_cli.usecases.context import Context
from tests.conftest import after, changed, clock_rule, targets, when
from tests.unit.usecases.conftest import a_context, later, logged, staffed, told

POLICY = staffed(
    targets=(targets(resolve="1h"),), rules=(clock_rule("late", at="100%", notify=("lead",)),)
)
WORK = Window(when=when(service="db"), from_at=after("30m"), until_at=after("4h"))
NIGHT = Window(from_at=after("9h"), until_at=after("10h"))


def busy(*windows: Window) -> Policy:
    """Return the policy with planned work."""
    return changed(POLICY, maintenance=windows)


def a_held_ticket(*windows: Window) -> Context:
    """Return a context in which a check has met one ticket of a window and one of none."""
    context = a_context(busy(*windows))
    logged(context, service="db")
    logged(context, service="web")
    return later(context, "2h", policy=busy(*windows))


def decided(context: Context) -> list[str]:
    return sorted(f"{d.ticket} {d.trigger}" for d in check(context).decisions)


def test_a_check_decides_what_no_window_holds_and_lets_the_others_rest() -> None:
    context = a_held_ticket(WORK)
    assert decided(context) == ["T-2 late", "T-2 resolve"]
    assert context.store.read().next_at(1) == after("4h")
    assert context.store.read().due_by(after("2h")) == []
    assert decided(later(context, "4h", policy=busy(WORK))) == ["T-1 late", "T-1 resolve"]
    assert told(context) == [("alert", "lee"), ("alert", "lee")]


def test_a_look_that_is_not_kept_puts_nothing_off() -> None:
    context = a_held_ticket(WORK)
    check(context, dry_run=True)
    assert context.store.read().next_at(1) == after("4h")  # as it was logged under the window


def test_a_window_that_came_later_puts_off_what_was_due() -> None:
    context = a_held_ticket()
    assert context.store.read().next_at(1) == after("1h")
    assert decided(later(context, "2h", policy=busy(WORK))) == ["T-2 late", "T-2 resolve"]
    assert context.store.read().next_at(1) == after("4h")


def test_a_window_that_is_gone_frees_its_tickets() -> None:
    context = a_held_ticket(WORK, NIGHT)
    check(context)
    free = later(context, "3h", policy=busy(NIGHT))
    view = free.store.read()
    assert (windows_changed(free, view), waiting_for_windows(view)) == (True, [1])
    assert decided(free) == ["T-1 late", "T-1 resolve"]
    assert not windows_changed(free, free.store.read())
    assert free.store.read().windows() == [NIGHT]


def test_a_check_that_keeps_nothing_goes_by_the_windows_of_before() -> None:
    context = a_held_ticket(WORK)
    check(context)
    free = later(context, "3h", policy=busy())
    assert [d.ticket for d in check(free, dry_run=True).decisions] == ["T-1", "T-1"]
    assert windows_changed(free, free.store.read())


def test_what_somebody_does_meanwhile_forgets_no_window() -> None:
    context = a_held_ticket(WORK)
    check(context)
    free = later(context, "3h", policy=busy())
    logged(free, service="web")
    assert windows_changed(free, free.store.read())


def test_a_window_that_is_over_is_no_more_looked_for() -> None:
    context = a_held_ticket(WORK)
    check(context)
    done = later(context, "5h", policy=busy())
    assert not windows_changed(done, done.store.read())
    assert decided(done) == ["T-1 late", "T-1 resolve"]
    assert done.store.read().windows() == []
