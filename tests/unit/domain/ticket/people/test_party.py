"""Who speaks decides which duties a word meets: the first of the claims that fits."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.people import Customer, People, Person, Team
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.events.base import ByTheWay
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.people.party import customer_of, in_passing, party_of, with_party
from escalate_cli.domain.ticket.ticket import Ticket
from tests.conftest import (
    FUNCTIONAL_LEVELS,
    MONDAY_NINE,
    a_log,
    a_policy,
    a_ticket,
    after,
    asked,
    escalated,
    noted,
)

KNOWN = {
    "ana": Person(id="ana", name="Ana", contact=("mail:ana@example.org", "page:+49 30 1")),
    "kim": Person(id="kim", name="Kim", logins=("kimb",), contact=("mail:Kim@Example.org",)),
    "lu": Person(id="lu", name="Lu", contact=("mail:shared@example.org",)),
    "ny": Person(id="ny", name="Ny", contact=("mail:shared@example.org",)),
    "bot": Person(id="bot", name="Bot", machine=True, contact=("mail:bot@acme.example",)),
    "zoé": Person(id="zoé", name="Zoe"),
}
TEAMS = {"front": Team(id="front", members=("ana", "bo"))}
ACME = Customer(id="acme", contact=("mail:desk@acme.org",), contacts=("@acme.example", "Pat"))


def a_shop(**changes: Any) -> Policy:
    """Return a policy that knows a team, some people, a customer and a machine."""
    told = {"people": KNOWN, "teams": TEAMS, "customers": {"acme": ACME}, "machines": ("Nagios",)}
    return a_policy(**told | changes)


def a_two_level_shop() -> Policy:
    """Return that policy with a team of its own at each of two levels."""
    teams = {"front": Team(id="front", members=("ana",)), "back": Team(id="back", members=("bo",))}
    first, second, *others = FUNCTIONAL_LEVELS
    levels = (replace(first, team="front"), replace(second, team="back"), *others)
    return a_shop(teams=teams, functional=levels)


SHOP = a_shop()


def party(name: str, people: People = SHOP.people, **log: Any) -> Party:
    return party_of(name, a_ticket(**log), SHOP.rules, people)


@pytest.mark.parametrize("name", ["nagios", "NAGIOS", "bot"])
def test_a_machine_is_one_whatever_else_it_is(name: str) -> None:
    assert party(name, requester=name, owner=name) is Party.MACHINE


def test_who_owns_a_ticket_speaks_for_the_team_also_about_their_own_problem() -> None:
    assert party("ana", requester="ana", owner="ana") is Party.TEAM
    assert party("visitor", owner="visitor") is Party.TEAM


@pytest.mark.parametrize(
    ("requester", "name"),
    [
        ("kim@example.org", "kim"),
        ("KIM", "kimb"),
        ("kim", "kim@EXAMPLE.org"),
        ("zoe\u0301", "zoé"),
        ("someone@else.org", "Someone@Else.org"),
        ("ana", "ana"),
    ],
    ids=["address", "login", "case of an address", "Unicode", "unknown to the policy", "of a team"],
)
def test_a_requester_is_known_by_every_name_they_have(requester: str, name: str) -> None:
    assert party(name, requester=requester) is Party.REQUESTER


def test_an_address_of_several_people_is_nobodys() -> None:
    assert party("lu", requester="shared@example.org") is Party.OTHER
    assert party("shared@example.org", requester="lu") is Party.OTHER


def test_who_is_of_a_team_or_a_level_speaks_for_it_though_kept_informed() -> None:
    assert party("bo", requester="kim", stakeholders=("bo",)) is Party.TEAM
    assert party("the-lead", requester="kim", stakeholders=("the-lead",)) is Party.TEAM


def test_a_stakeholder_speaks_for_the_requesters_side() -> None:
    assert party("pat@x.org", requester="kim", stakeholders=("PAT@x.org",)) is Party.REQUESTER


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("joe@acme.example", Party.REQUESTER),
        ("pat", Party.REQUESTER),
        ("desk@acme.org", Party.REQUESTER),
        ("joe@notacme.example", Party.OTHER),
        ("joe@acme.org", Party.OTHER),
    ],
    ids=["domain", "name", "contact of the customer", "another domain", "another address"],
)
def test_a_contact_of_the_tickets_customer_is_of_the_requesters_side(
    name: str, wanted: Party
) -> None:
    assert party(name, customer="acme") is wanted
    assert party(name) is Party.OTHER


def test_a_stranger_is_of_no_party_unless_no_team_has_members() -> None:
    nobody = a_shop(teams={"front": Team(id="front", members=())}).people
    assert (party("joe"), party("joe", nobody)) == (Party.OTHER, Party.TEAM)
    assert party("nagios", nobody) is Party.MACHINE


def given(event: e.Event, **log: Any) -> Party | None:
    ticket = a_ticket(**log)
    return with_party(event, ticket, SHOP.rules, SHOP.people).party


def test_whoever_takes_a_ticket_is_of_the_team_by_that() -> None:
    took = e.TicketAcknowledged(at=after("1m"), by="ana")
    assert given(took, requester="ana") is Party.TEAM
    assert given(took, requester="ana", owner="bo") is Party.TEAM


def test_whoever_has_seen_what_another_one_has_is_what_they_were() -> None:
    took, seen = (
        e.TicketAcknowledged(at=after(at), by=by) for at, by in (("1m", "bo"), ("2m", "kim"))
    )
    ticket = a_ticket(took, requester="kim")
    assert with_party(seen, ticket, SHOP.rules, SHOP.people).party is Party.REQUESTER


@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        ("ana", Party.TEAM),
        ("kim", Party.REQUESTER),
        ("joe", Party.OTHER),
        ("nagios", Party.MACHINE),
    ],
)
def test_only_the_team_takes_a_ticket_by_parking_it(by: str, wanted: Party) -> None:
    parked = e.TicketPaused(at=after("1m"), by=by, waiting_for="vendor")
    party_given = given(parked, requester="kim")
    assert party_given is wanted
    ticket: Ticket = a_ticket(parked.of(wanted), requester="kim")
    assert ticket.owner == (by if wanted is Party.TEAM else None)
    assert (ticket.acknowledged_at is not None) is (wanted is Party.TEAM)


HANDED_UP = escalated(MONDAY_NINE, "L2")
PARKED = e.TicketPaused(at=after("1m"), by="ana", waiting_for="vendor")
JUDGED = e.TicketAssessed(at=after("1m"), by="ana", priority="P1")


@pytest.mark.parametrize("event", [PARKED, JUDGED], ids=["put aside", "judged"])
def test_what_was_handed_up_is_not_taken_by_the_way(event: e.Event) -> None:
    shop = a_two_level_shop()
    up = a_ticket(HANDED_UP)
    marked = in_passing(event, up, shop.rules, shop.people)
    assert isinstance(marked, ByTheWay)
    assert marked.in_passing
    after_it = a_ticket(HANDED_UP, with_party(marked, up, shop.rules, shop.people))
    assert (after_it.owner, after_it.acknowledged_at) == (up.owner, None)


@pytest.mark.parametrize(
    ("event", "before"),
    [
        (replace(PARKED, by="bo"), (HANDED_UP,)),
        (PARKED, (HANDED_UP, e.TicketAcknowledged(at=MONDAY_NINE, by="bo"))),
        (PARKED, (HANDED_UP, e.TicketAssigned(at=MONDAY_NINE, by="bo", owner="ana"))),
        (replace(PARKED, by="joe"), (HANDED_UP,)),
        (noted(after("1m")), (HANDED_UP,)),
        (replace(PARKED, by="bo"), ()),
        (replace(JUDGED, by="bo"), ()),
    ],
    ids=[
        "of the level",
        "of what somebody has",
        "of its owner",
        "of a stranger",
        "a word",
        "put aside where all begins",
        "judged where all begins",
    ],
)
def test_an_act_is_no_more_than_it_says_where_nothing_was_handed_up_to_others(
    event: e.Event, before: tuple[e.Event, ...]
) -> None:
    shop = a_two_level_shop()
    assert in_passing(event, a_ticket(*before), shop.rules, shop.people) == event


def test_words_of_the_requester_are_theirs_whoever_types_them() -> None:
    assert given(asked(after("1m")), requester="kim") is Party.REQUESTER
    assert given(e.ComplaintReceived(at=after("1m"), by="bo")) is Party.REQUESTER


def test_a_log_is_the_word_of_its_requester_unless_the_team_begins() -> None:
    def of(**fields: Any) -> Party | None:
        log = a_log(**fields)
        return with_party(log, log.begun(), SHOP.rules, SHOP.people).party

    assert of(requester="kim") is Party.REQUESTER
    assert of(requester="kim", outbound=True) is Party.TEAM
    assert of(requester=None) is Party.TEAM
    assert of(by="nagios", requester=None) is Party.MACHINE


def test_what_has_a_party_keeps_it_and_the_policy_has_none() -> None:
    kept = noted(after("1m")).of(Party.OTHER)
    assert given(kept) is Party.OTHER
    closed = e.TicketClosed(at=MONDAY_NINE, by=e.POLICY)
    assert given(closed) is None


def test_who_speaks_for_one_customer_names_it_and_for_several_none() -> None:
    other = Customer(id="other", contacts=("ann@acme.example", "Max"))
    people = a_shop(customers={"acme": ACME, "other": other}).people
    assert [customer_of(who, people) for who in ("pat", "max", "bob@acme.example")] == [
        *("acme", "other", "acme")
    ]
    assert customer_of("ann@acme.example", people) is None
    assert customer_of("nobody", people) is None
