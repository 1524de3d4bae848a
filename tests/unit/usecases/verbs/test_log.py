"""Writing an issue down: an id for ever, what the policy makes of it, at once."""

import pytest

from escalate_cli.domain.policy.policy import Customer, Rule
from escalate_cli.domain.ticket import events as e
from escalate_cli.errors import UsageError
from escalate_cli.usecases.verbs.log import Draft, log
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import after, severity_rule, targets, when
from tests.unit.usecases.conftest import a_desk, kinds, later, logged, staffed, ticket, told


def test_it_begins_open_at_the_first_level_with_its_team() -> None:
    new = logged(a_desk())
    assert (new.id, new.status, new.level, new.team, new.cycle) == (
        "T-1",
        "open",
        "L1",
        "frontline",
        1,
    )
    assert (new.owner, new.requester, new.priority, new.uid) == (None, None, "P3", "u-1")
    assert (new.logged_at, new.policy) == (after("0m"), "policy-1")


def test_ids_only_grow_and_every_uid_is_its_own() -> None:
    desk = a_desk()
    both = [logged(desk), logged(desk)]
    assert [(new.id, new.uid) for new in both] == [("T-1", "u-1"), ("T-2", "u-2")]


def test_everything_said_is_kept() -> None:
    fields = {
        "description": "since 8 o'clock",
        "priority": "p2",
        "requester": "kim",
        "customer": "acme",
        "service": "mail",
        "category": "outage",
        "skills": ("database", "network"),
        "tags": ("dns,vpn", "dns"),
        "stakeholders": ("sam",),
        "key": "alert-7",
    }
    new = logged(a_desk(), **fields)
    kept = {name: getattr(new, name) for name in fields}
    assert kept == fields | {"priority": "P2", "tags": ("dns", "vpn")}


def test_the_matrix_judges_unless_a_person_does() -> None:
    desk = a_desk()
    assert logged(desk, impact="High", urgency="high").priority == "P1"
    assert logged(desk, impact="high", urgency="high", priority="P3").priority == "P3"
    with pytest.raises(UsageError, match="impact and urgency make the priority together"):
        logged(desk, impact="high")


@pytest.mark.parametrize(
    ("said", "is_vip"),
    [
        ({}, False),
        ({"vip": True}, True),
        ({"customer": "acme"}, True),
        ({"customer": "zeta"}, False),
    ],
    ids=["nobody", "the requester", "a VIP customer", "another customer"],
)
def test_a_vip_is_the_requester_or_the_customer(said: dict[str, object], is_vip: bool) -> None:
    customers = {name: Customer(id=name, vip=name == "acme") for name in ("acme", "zeta")}
    assert logged(a_desk(staffed(customers=customers)), **said).vip is is_vip


def test_what_it_makes_true_is_decided_in_the_same_commit() -> None:
    rules = (
        severity_rule("critical", when=when(priority="P1"), escalate="manager"),
        Rule(type="skill_gap", name="gap", escalate="skilled"),
    )
    desk = a_desk(staffed(rules=rules, targets=(targets(resolve="4h"),)))
    [new] = log(desk, [Draft(title="Down", priority="P1", skills=("network",))])
    assert (new.standing.ticket.level, new.standing.ticket.management_level) == ("L3", "manager")
    assert {change.change for change in desk.store.read().events(1)} == {1}
    assert told(desk) == [("management", "max"), ("handoff", "cy"), ("handoff", "di")]
    assert new.standing.due_at == after("4h")


def test_a_known_key_adds_a_note_to_its_open_ticket() -> None:
    desk = a_desk()
    logged(desk, key="alert-7")
    [again] = log(
        later(desk, "1h"), [Draft(title="Disk full", description="97 %", key=" alert-7 ")]
    )
    assert (again.is_new, again.standing.ticket.id) == (False, "T-1")
    word = desk.store.read().events(1)[-1]
    assert isinstance(word, e.NoteAdded)
    assert (word.text, word.public) == ("reported again: Disk full\n97 %", False)
    log(later(desk, "2h"), [Draft(title="Disk full", key="alert-7")])
    assert desk.store.read().events(1)[-1].at == after("2h")
    assert desk.store.read().highest() == 1


def test_a_key_of_a_finished_ticket_begins_a_new_one() -> None:
    desk = a_desk()
    logged(desk, key="alert-7")
    resolve(desk, ["1"])
    [new] = log(later(desk, "1h"), [Draft(title="Disk full", key="alert-7")])
    assert (new.is_new, new.standing.ticket.id) == (True, "T-2")


def test_a_key_counts_within_one_command_too() -> None:
    drafts = [Draft(title="A", key="k"), Draft(title="B", key="k"), Draft(title="C")]
    found = [(one.standing.ticket.id, one.is_new) for one in log(a_desk(), drafts)]
    assert found == [("T-1", True), ("T-1", False), ("T-2", True)]


def test_of_several_all_are_logged_or_none() -> None:
    desk = a_desk()
    with pytest.raises(UsageError, match="there is no priority 'P9'"):
        log(desk, [Draft(title="A"), Draft(title="B", priority="P9")])
    assert desk.store.read().highest() == 0
    assert logged(desk).id == "T-1"


def test_the_policy_it_follows_is_kept_with_it() -> None:
    desk = a_desk()
    logged(desk)
    newer = staffed(id="policy-2", priorities=("P1", "P2"), default_priority="P2")
    logged(later(desk, "1h", policy=newer))
    view = desk.store.read()
    assert [view.policy_source(ticket(desk, n).policy) for n in (1, 2)] == ["policy-1", "policy-2"]
    assert kinds(desk, 2) == ["ticket_logged"]
