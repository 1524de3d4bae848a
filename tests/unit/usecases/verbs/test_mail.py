"""A mail becomes a ticket, or somebody's word on one; who may say what is for the party rules."""

from typing import Any

import pytest

from escalate_cli.domain.policy.people import Customer
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Store
from escalate_cli.usecases.verbs.link import link
from escalate_cli.usecases.verbs.log import Logged
from escalate_cli.usecases.verbs.mail import Dropped, Mail, take_mail
from escalate_cli.usecases.verbs.resolve import close, resolve
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket, told


def taken(context: Context, **fields: Any) -> Logged | Dropped:
    """Take a mail, by default of Kim about a printer."""
    usual = {
        "id": "m1@example.org",
        "sender": "kim@example.org",
        "title": "Printer",
        "text": "It prints blank pages.",
    }
    return take_mail(context, Mail(**usual | fields))


def last(context: Context, number: int = 1) -> e.NoteAdded:
    """Return the note that a ticket ends with."""
    event = context.store.read().events(number)[-1]
    assert isinstance(event, e.NoteAdded)
    return event


def count(store: Store) -> int:
    """Count the tickets."""
    return store.read().highest()


def test_a_mail_is_a_ticket_of_its_sender() -> None:
    context = a_context()
    done = taken(context)
    assert isinstance(done, Logged)
    new = ticket(context)
    assert (new.title, new.description) == ("Printer", "It prints blank pages.")
    assert (new.requester, new.key) == ("kim@example.org", "m1@example.org")
    [event] = context.store.read().events(1)
    assert (event.by, event.login, event.party) == ("kim@example.org", "ana", Party.REQUESTER)


@pytest.mark.parametrize(
    ("sender", "requester", "by"),
    [
        ("mail:ana@example.org", "mail:ana@example.org", "mail:ana@example.org"),
        ("bo", "bo", "bo"),
        (None, None, "mail"),
        ("policy", "policy@mail", "policy@mail"),
        ("nagios@example.org", None, "nagios@example.org"),
    ],
    ids=["somebody", "one of the team", "nobody", "called like the policy", "a machine"],
)
def test_who_asks_is_who_sent_it(sender: str | None, requester: str | None, by: str) -> None:
    context = a_context(staffed(machines=("nagios@example.org",)))
    taken(context, sender=sender)
    assert (ticket(context).requester, context.store.read().events(1)[0].by) == (requester, by)


def test_a_contact_of_a_customer_asks_for_it() -> None:
    acme = Customer(id="acme", vip=True, contacts=("@acme.example",))
    context = a_context(staffed(customers={"acme": acme}))
    taken(context, sender="kim@acme.example")
    assert (ticket(context).customer, ticket(context).vip) == ("acme", True)


def test_who_speaks_for_several_customers_names_none() -> None:
    both = {name: Customer(id=name, contacts=("kim@example.org",)) for name in ("acme", "globex")}
    context = a_context(staffed(customers=both))
    taken(context)
    assert ticket(context).customer is None


@pytest.mark.parametrize(
    "answer",
    [
        {"about": 1},
        {"answers": ("m1@example.org",)},
        {"answers": ("unknown@example.org", "m1@example.org")},
        {"about": 99, "answers": ("m1@example.org",)},
    ],
    ids=["by its id", "by the mail", "by one before", "whatever else it names"],
)
def test_an_answer_is_a_word_of_the_requester(answer: dict[str, Any]) -> None:
    context = a_context()
    taken(context)
    again = later(context, "5m")
    taken(again, id="m2@example.org", text="Colours too.", **answer)
    assert kinds(context) == ["ticket_logged", "note_added"]
    note = last(context)
    assert (note.text, note.mail) == ("Colours too.", "m2@example.org")
    assert (note.by, note.party, note.from_requester, note.public) == (
        "kim@example.org",
        Party.REQUESTER,
        True,
        True,
    )


def test_an_answer_to_one_of_our_own_names_its_ticket() -> None:
    context = a_context()
    logged(context, requester="kim@example.org")
    name = context.store.read().name()
    own = f"{name}.T-1.1.late.1.0.kim@escalate.invalid".lstrip(".")
    taken(later(context, "5m"), answers=(own,))
    assert kinds(context) == ["ticket_logged", "note_added"]


def test_an_answer_to_one_of_another_store_is_a_ticket() -> None:
    context = a_context()
    logged(context)
    taken(context, answers=("00000000.T-1.1.late.1.0.kim@escalate.invalid",))
    assert (count(context.store), kinds(context)) == (2, ["ticket_logged"])


@pytest.mark.parametrize(
    ("sender", "to", "party", "is_public"),
    [
        ("bo", (), Party.TEAM, False),
        ("bo", ("KIM@example.org",), Party.TEAM, True),
        ("stranger@example.org", (), Party.OTHER, True),
        ("nagios", (), Party.MACHINE, False),
    ],
    ids=["of the team", "of the team, to the requester too", "of nobody known", "of a machine"],
)
def test_only_the_requesters_side_asks(
    sender: str, to: tuple[str, ...], party: Party, is_public: bool
) -> None:
    context = a_context(staffed(machines=("nagios",)))
    taken(context)
    taken(later(context, "5m"), id="m2", sender=sender, about=1, to=to)
    note = last(context)
    assert (note.party, note.public, note.from_requester) == (party, is_public, False)


def test_the_owner_hears_of_a_stranger() -> None:
    context = a_context()
    taken(context)
    taken(later(context, "5m"), id="m2", sender="stranger@example.org", about=1)
    assert told(context) == [("reply", "ana")]


@pytest.mark.parametrize("about", [{}, {"about": 1}], ids=["the first one", "an answer"])
def test_two_deliveries_are_one_mail(about: dict[str, int]) -> None:
    context = a_context()
    if about:
        logged(context, requester="kim@example.org")
    taken(later(context, "1m"), **about)
    before = kinds(context)
    again = taken(later(context, "2m"), **about)
    assert again == Dropped("it is on T-1 already" if about else "it is T-1 already")
    assert (kinds(context), count(context.store)) == (before, 1)


def test_a_ticket_that_is_over_knows_its_mail() -> None:
    context = a_context()
    taken(context)
    resolve(later(context, "1h"), ["1"])
    close(later(context, "2h"), ["1"])
    assert taken(later(context, "3h")) == Dropped("it is T-1 already")


def test_a_word_on_a_duplicate_goes_to_its_original() -> None:
    context = a_context()
    logged(context, requester="kim@example.org")
    taken(context)
    link(later(context, "1m"), ["2"], duplicate_of="1")
    taken(later(context, "2m"), id="m2", about=2)
    assert last(context).mail == "m2"


def test_what_no_person_wrote_is_dropped() -> None:
    context = a_context()
    assert taken(context, automatic="Precedence: bulk") == Dropped("Precedence: bulk")
    assert count(context.store) == 0


def test_an_answer_without_words_has_its_subject() -> None:
    context = a_context()
    taken(context)
    taken(later(context, "1m"), id="m2", title="Re: Printer", text="", about=1)
    assert last(context).text == "[no text; the subject is: Re: Printer]"


def test_a_megabyte_is_kept() -> None:
    context = a_context()
    taken(context, text="x" * (1 << 20))
    assert len(ticket(context).description) == 1 << 20
