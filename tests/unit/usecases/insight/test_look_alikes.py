"""Look-alikes are open or solved of late, the most alike first, and never put away."""

from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.look_alikes import look_alikes
from escalate_cli.usecases.verbs.link import link
from escalate_cli.usecases.verbs.resolve import close, resolve
from tests.conftest import HOUR
from tests.unit.usecases.conftest import a_context, later, logged


def alike(context: Context, title: str) -> list[str]:
    """Log a ticket, and name those that look like it."""
    new: Ticket = logged(context, title=title)
    return [ticket.id for ticket in look_alikes(context, new)]


def test_the_most_alike_come_first_and_no_more_than_three() -> None:
    context = a_context()
    for title in ("Mail down", "Mail is down again", "VPN drops", "Mail down in Rome", "Mail down"):
        logged(context, title=title)
    assert alike(context, "Mail down") == ["T-5", "T-1", "T-4"]


def test_what_was_solved_too_long_ago_or_is_a_duplicate_is_none() -> None:
    context = a_context()
    for _ in range(3):
        logged(context, title="Mail down")
    resolve(context, ["1"], "restarted")
    link(context, ["3"], duplicate_of="2")
    retain = context.rules.retain // HOUR
    assert alike(later(context, f"{retain}h"), "Mail down") == ["T-2", "T-1"]
    assert alike(later(context, f"{retain + 1}h"), "Mail down") == ["T-4", "T-2"]


def test_the_archive_is_not_read() -> None:
    context = a_context()
    logged(context, title="Mail down")
    resolve(context, ["1"], "restarted")
    close(context, ["1"])
    archive(later(context, "1d"), HOUR)
    assert alike(later(context, "1d"), "Mail down") == []
