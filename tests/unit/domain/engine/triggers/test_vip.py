"""A ticket of a VIP, or of a customer who is one, is spoken about as long as it is."""

from escalate_cli.domain.engine.triggers.vip import Vip
from tests.conftest import MONDAY_NINE, a_ticket, after, edited
from tests.unit.domain.engine.triggers.conftest import found, spoken


def test_it_speaks_at_once_about_a_vip_and_never_about_others() -> None:
    assert spoken(Vip(), vip=True) == [(MONDAY_NINE, None)]
    assert spoken(Vip()) == []


def test_it_follows_what_is_known_of_the_ticket() -> None:
    edits = [edited(after(at), vip=vip) for at, vip in (("1h", True), ("2h", False), ("3h", True))]
    assert spoken(Vip(), *edits) == [(after("1h"), after("2h")), (after("3h"), None)]


def test_it_says_what_it_is_about() -> None:
    [finding] = found(Vip(), vip=True)
    assert finding.reason == "a VIP is concerned"
    assert Vip().waits_for(a_ticket()) == "neither the ticket nor its customer is marked as a VIP's"
