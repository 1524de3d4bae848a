"""A heartbeat is missing once its time and its grace have passed since the last beat."""

from datetime import timedelta

import pytest

from escalate_cli.domain.policy.sections.heartbeat import Heartbeat, MissedBeatTicket
from tests.conftest import MONDAY_NINE, after

HOUR = timedelta(hours=1)


def test_it_is_missing_after_its_time_and_its_grace() -> None:
    heartbeat = Heartbeat(key="backup", every=24 * HOUR, grace=HOUR)
    assert heartbeat.missing_at(MONDAY_NINE) == after("25h")


@pytest.mark.parametrize(
    ("log", "title"),
    [(MissedBeatTicket(), "No beat of backup"), (MissedBeatTicket(title="No tape"), "No tape")],
    ids=["nothing said", "said by the policy"],
)
def test_its_ticket_has_a_title(log: MissedBeatTicket, title: str) -> None:
    assert Heartbeat(key="backup", every=HOUR, log=log).title == title


def test_its_rhythm_is_said() -> None:
    assert Heartbeat(key="a", every=24 * HOUR, grace=HOUR).rhythm == "every 1d, 1h of grace"
    assert Heartbeat(key="a", every=HOUR).rhythm == "every 1h"
