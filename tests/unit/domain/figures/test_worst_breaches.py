"""The worst breaches of a report: the longest first, one for each ticket, with its cause."""

from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.figures.worst_breaches import MOST
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.insight.report import Report, report
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.excuse import excuse
from escalate_cli.usecases.verbs.resolve import close, resolve
from escalate_cli.usecases.verbs.review import NewReview, review
from escalate_cli.usecases.verbs.wait import resume, wait
from tests.conftest import HOUR, after, targets
from tests.unit.usecases.conftest import a_context, later, logged, staffed

POLICY = staffed(approval=None, targets=(targets(resolve="1h"),))


def reported(context: Context) -> Report:
    asked = later(context, "9d")
    period = Period(since=after("0m"), until=after("8d"))
    return report(asked, period, parse((), asked, everything=True))


def test_the_breach_that_is_longest_over_comes_first_and_each_ticket_once() -> None:
    context = a_context(POLICY)
    for number in range(1, MOST + 3):
        logged(context, title=f"ticket {number}")
    for number in range(1, MOST + 2):
        resolve(later(context, f"{number + 1}h"), [str(number)], "restarted")
    worst = reported(context).worst
    assert len(worst) == MOST
    assert [each.ticket for each in worst[:3]] == ["T-7", "T-6", "T-5"]
    assert (worst[0].still_owed, worst[1].still_owed, worst[0].cause) == (True, False, None)
    assert (worst[1].clock, worst[1].over, worst[1].cause) == ("resolve", 6 * HOUR, "restarted")


def test_one_that_is_less_over_than_all_that_are_named_is_not() -> None:
    context = a_context(POLICY)
    for number in range(1, MOST + 2):
        logged(context)
        resolve(later(context, f"{9 - number}h"), [str(number)])
    assert [each.ticket for each in reported(context).worst] == [f"T-{n}" for n in range(1, 6)]


def test_a_review_tells_the_cause_better_than_the_resolution() -> None:
    context = a_context(POLICY)
    logged(context)
    resolve(later(context, "3h"), ["1"], "restarted")
    close(later(context, "4h"), ["1"])
    review(later(context, "5h"), ["1"], NewReview(root_cause="the certificate expired"))
    [worst] = reported(context).worst
    assert worst.cause == "the certificate expired"


def test_what_was_excused_is_not_among_them() -> None:
    context = a_context(POLICY)
    logged(context)
    logged(context)
    resolve(later(context, "3h"), ["1", "2"], "restarted")
    excuse(later(context, "4h", by="lee"), ["1"], "resolve", None, "a holiday")
    assert [each.ticket for each in reported(context).worst] == ["T-2"]


def test_it_says_which_level_used_up_the_time() -> None:
    context = a_context(POLICY)
    logged(context)
    escalate(later(context, "1h"), ["1"], Wish(to="L2", reason="too hard"))
    wait(later(context, "90m"), ["1"], "vendor", message="a part is missing")
    resume(later(context, "5h"), ["1"])
    resolve(later(context, "6h"), ["1"], "restarted")
    [worst] = reported(context).worst
    spent = [(each.level, each.spent) for each in worst.used]
    assert spent == [("L2", HOUR * 3 / 2), ("L1", HOUR)]
    assert sum((each for _, each in spent), 0 * HOUR) == worst.over + HOUR
    assert (worst.most_used, worst.most_share) == ("L2", 0.6)


def test_what_was_in_time_is_not_among_them() -> None:
    context = a_context(POLICY)
    logged(context)
    resolve(later(context, "10m"), ["1"], "restarted")
    check(later(context, "1d"))
    assert reported(context).worst == ()


def test_of_many_the_worst_are_kept_whatever_order_they_come_in() -> None:
    context = a_context(POLICY)
    hours = (3, 9, 2, 8, 4, 7, 5, 6)
    for number, hour in enumerate(hours, 1):
        logged(context)
        resolve(later(context, f"{hour}h"), [str(number)])
    worst = reported(context).worst
    assert [each.over / HOUR for each in worst] == [8, 7, 6, 5, 4]
    assert [each.ticket for each in worst] == ["T-2", "T-4", "T-6", "T-8", "T-7"]
