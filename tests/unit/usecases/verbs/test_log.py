"""Writing an issue down: an id for ever, what the policy makes of it, at once."""

import pytest

from escalate_cli.domain.policy.people import Customer, Team
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.ticket import events as e
from escalate_cli.errors import UsageError
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import DAY, after, severity_rule, targets, when
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket, told


def test_it_begins_open_at_the_first_level_with_its_team() -> None:
    new = logged(a_context())
    assert (new.id, new.status, new.level, new.team, new.cycle) == (
        "T-1",
        "open",
        "L1",
        "frontline",
        1,
    )
    assert (new.owner, new.requester, new.priority) == ("ana", None, "P3")
    assert (new.logged_at, new.policy) == (after("0m"), "policy-1")


@pytest.mark.parametrize(
    ("members", "fallback", "owner", "routed"),
    [
        (("ana",), None, "ana", ""),
        (("ana", "bo"), None, None, ""),
        ((), "lee", "lee", "team frontline has no members: lee stands in"),
        ((), None, None, "team frontline has no members, and nobody stands in"),
    ],
    ids=["one alone", "several", "nobody but the fallback", "nobody at all"],
)
def test_whoever_alone_is_on_duty_owns_it_and_is_not_told(
    members: tuple[str, ...], fallback: str | None, owner: str | None, routed: str
) -> None:
    team = Team(id="frontline", members=members, fallback=fallback)
    context = a_context(staffed(teams={"frontline": team}))
    [new] = log(context, [NewTicket(title="Mail is down")])
    [event] = context.store.read().events(1)
    assert isinstance(event, e.TicketLogged)
    assert (event.owner, event.routed, new.routed) == (owner, routed, routed)
    assert (new.standing.ticket.status, new.standing.ticket.owner) == ("open", owner)
    assert told(context) == []


def test_an_alert_to_nobody_says_why() -> None:
    rule = severity_rule("new", notify=("team", "L1", "requester"))
    team = Team(id="frontline")
    context = a_context(staffed(rules=(rule,), teams={"frontline": team}))
    logged(context)
    _, fired = context.store.read().events(1)
    assert isinstance(fired, e.TriggerFired)
    assert (fired.notified, fired.routed) == (
        (),
        "team frontline has no members, and nobody stands in",
    )
    assert told(context) == []


def test_ids_only_grow_and_every_uid_is_its_own() -> None:
    context = a_context()
    both = [logged(context), logged(context)]
    assert [new.id for new in both] == ["T-1", "T-2"]
    assert both[0].uid != both[1].uid


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
    new = logged(a_context(), **fields)
    kept = {name: getattr(new, name) for name in fields}
    assert kept == fields | {"priority": "P2", "tags": ("dns", "vpn")}


def test_the_matrix_judges_unless_a_person_does() -> None:
    context = a_context()
    assert logged(context, impact="High", urgency="high").priority == "P1"
    assert logged(context, impact="high", urgency="high", priority="P3").priority == "P3"
    with pytest.raises(UsageError, match="impact and urgency make the priority together"):
        logged(context, impact="high")


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
    assert logged(a_context(staffed(customers=customers)), **said).vip is is_vip


def test_what_it_makes_true_is_decided_in_the_same_commit() -> None:
    rules = (
        severity_rule("critical", when=when(priority="P1"), escalate="manager"),
        Rule(type="skill_gap", name="gap", escalate="skilled"),
    )
    context = a_context(staffed(rules=rules, targets=(targets(resolve="4h"),)))
    [new] = log(context, [NewTicket(title="Down", priority="P1", skills=("network",))])
    assert (new.standing.ticket.level, new.standing.ticket.management_level) == ("L3", "manager")
    assert {change.change for change in context.store.read().events(1)} == {1}
    assert told(context) == [("management", "max"), ("handoff", "cy"), ("handoff", "di")]
    assert new.standing.due_at == after("4h")


def test_a_known_key_adds_a_note_to_its_open_ticket() -> None:
    context = a_context()
    logged(context, key="alert-7")
    [again] = log(
        later(context, "1h"), [NewTicket(title="Disk full", description="97 %", key=" alert-7 ")]
    )
    assert (again.is_new, again.standing.ticket.id) == (False, "T-1")
    word = context.store.read().events(1)[-1]
    assert isinstance(word, e.NoteAdded)
    assert (word.text, word.public) == ("reported again: Disk full\n97 %", False)
    log(later(context, "2h"), [NewTicket(title="Disk full", key="alert-7")])
    assert context.store.read().events(1)[-1].at == after("2h")
    assert context.store.read().highest() == 1


def test_a_key_of_a_finished_ticket_begins_a_new_one() -> None:
    context = a_context()
    logged(context, key="alert-7")
    resolve(context, ["1"])
    [new] = log(later(context, "1h"), [NewTicket(title="Disk full", key="alert-7")])
    assert (new.is_new, new.standing.ticket.id) == (True, "T-2")


def test_a_key_counts_within_one_command_too() -> None:
    drafts = [NewTicket(title="A", key="k"), NewTicket(title="B", key="k"), NewTicket(title="C")]
    found = [(one.standing.ticket.id, one.is_new) for one in log(a_context(), drafts)]
    assert found == [("T-1", True), ("T-1", False), ("T-2", True)]


def test_many_reports_of_one_command_become_one_note_and_each_is_answered_for() -> None:
    context = a_context()
    found = log(context, [NewTicket(title="A", key="k"), *[NewTicket(title="A", key="k")] * 7])
    assert [(one.standing.ticket.id, one.is_new) for one in found] == [
        ("T-1", True),
        *[("T-1", False)] * 7,
    ]
    [_, note] = context.store.read().events(1)
    assert isinstance(note, e.NoteAdded)
    assert (note.text, note.times) == ("reported 7 times: A", 7)
    assert found[-1].times == 7


def test_what_lies_between_reports_of_one_key_is_answered_in_its_place() -> None:
    drafts = [
        NewTicket(title=title, key=key) for title, key in ("Ak", "B ", "Cl", "Bk", "Ak", "Cl")
    ]
    found = [(one.standing.ticket.id, one.is_new) for one in log(a_context(), drafts)]
    assert [id_ for id_, _ in found] == ["T-1", "T-2", "T-3", "T-1", "T-1", "T-3"]
    assert [is_new for _, is_new in found] == [True, True, True, False, False, False]


def test_every_text_of_one_command_is_told_to_whom_it_concerns() -> None:
    context = a_context()
    logged(context, key="k", requester="kim")
    drafts = [NewTicket(title=title, key="k", requester="kim") for title in ("A", "B", "A")]
    log(later(context, "1h"), drafts)
    assert told(context) == [("reply", "ana"), ("reply", "ana")]


def test_what_is_not_about_a_ticket_that_is_over_begins_one_for_all_that_follow() -> None:
    context = a_context()
    logged(context, key="k", requester="kim")
    resolve(context, ["1"])
    drafts = [
        NewTicket(title="A", key="k", requester="kim"),
        *[NewTicket(title=title, key="k") for title in ("B", "B", "C")],
    ]
    found = log(later(context, "1h"), drafts)
    assert [one.standing.ticket.id for one in found] == ["T-1", "T-2", "T-2", "T-2"]
    assert [one.is_new for one in found] == [False, True, False, False]


def test_a_mistake_in_any_of_several_is_named_by_its_place() -> None:
    drafts = [NewTicket(title="A", key="k"), NewTicket(title="B", key="k"), NewTicket(title=" ")]
    with pytest.raises(UsageError, match="ticket 3 of 3: the title is empty"):
        log(a_context(), drafts)


def test_of_several_all_are_logged_or_none() -> None:
    context = a_context()
    with pytest.raises(UsageError, match="there is no priority 'P9'"):
        log(context, [NewTicket(title="A"), NewTicket(title="B", priority="P9")])
    assert context.store.read().highest() == 0
    assert logged(context).id == "T-1"


def test_the_policy_it_follows_is_kept_with_it() -> None:
    context = a_context()
    logged(context)
    newer = staffed(id="policy-2", priorities=("P1", "P2"), default_priority="P2")
    logged(later(context, "1h", policy=newer))
    view = context.store.read()
    assert [view.policy_source(ticket(context, n).policy) for n in (1, 2)] == [
        "policy-1",
        "policy-2",
    ]
    assert kinds(context, 2) == ["ticket_logged"]


def test_a_report_under_the_key_of_a_resolved_ticket_may_be_a_word_on_it() -> None:
    context = a_context()
    logged(context, key="alert-7", requester="kim")
    resolve(context, ["1"])
    again = NewTicket(title="Disk full", key="alert-7", requester="kim")
    [word] = log(later(context, "1h"), [again])
    assert (word.is_new, word.is_reopened, word.standing.ticket.id) == (False, False, "T-1")
    assert word.standing.ticket.awaits_answer


def test_a_report_soon_after_the_resolution_reopens_the_ticket_that_was_resolved_last() -> None:
    context = a_context(staffed(reopen_within=Delay(2 * DAY)))
    logged(context, key="alert-7")
    resolve(context, ["1"])
    draft = NewTicket(title="Disk full", key="alert-7")
    [new] = log(later(context, "49h"), [draft])
    assert new.standing.ticket.id == "T-2"
    resolve(later(context, "50h"), ["2"])
    [again] = log(later(context, "51h"), [draft])
    assert (again.is_reopened, again.standing.ticket.id) == (True, "T-2")
    assert again.standing.ticket.is_active
