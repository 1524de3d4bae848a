"""Who asks for a ticket that is damaged hears why, and who asks for another one gets it."""

import pytest

from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.rows.damaged import Damaged
from escalate_cli.usecases.damage import Damage

ODD = Damage(file="tickets.json", place="/tickets/2", what="it is odd", number=2)
LOST = Damage(file="0001.json", place="1:1", what="2 tickets are missing", hides=True)


def test_only_the_ticket_that_is_damaged_is_refused() -> None:
    damaged = Damaged([ODD, LOST])
    assert damaged.refuse(1) == 1
    with pytest.raises(DamagedHistoryError, match=r"T-2 cannot be read: tickets.json:/tickets/2"):
        damaged.refuse(2)


def test_one_that_is_gone_may_be_among_what_is_hidden() -> None:
    assert Damaged([ODD]).refuse(7, is_gone=True) == 7
    with pytest.raises(DamagedHistoryError, match=r"T-7 cannot be read: .* 2 tickets are missing"):
        Damaged([ODD, LOST]).refuse(7, is_gone=True)
