"""Channels that asked for events get each of them once."""

from escalate_cli.domain.messages.announcements import announcing
from escalate_cli.domain.policy.people import Channel
from tests.conftest import a_history, a_policy, after, escalated, resolved
from tests.unit.domain.messages.test_notifications import SECOND


def test_events_are_announced_once_and_only_where_they_were_asked_for() -> None:
    hook = Channel(id="hook", kind="command", subscribe=("ticket_escalated", "ticket_resolved"))
    policy = a_policy(channels={"hook": hook, "mail": Channel(id="mail", kind="apprise")})
    history = a_history(escalated(after("1h"), "L2", digest="kept"), policy=policy)
    history.add(resolved(after("2h")))
    [message] = announcing(history, policy.people)
    assert (message.key, message.to) == (f"T-1:event:3-{SECOND + 7200}:hook", "channel:hook")
    assert message.event == history.events[-1]
    assert list(announcing(history, a_policy().people)) == []
