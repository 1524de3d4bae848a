"""What is damaged is said in one line: the first place in full, others by ticket."""

import msgspec

from escalate_cli.usecases.damage import Damage, error_of, hidden_tickets


def some(*numbers: int | None) -> list[Damage]:
    return [
        Damage(file="tickets.json", place=f"/tickets/{number}", what="it is odd", number=number)
        for number in numbers
    ]


def test_one_is_said_with_its_place_and_ticket() -> None:
    error = error_of(some(2))
    assert str(error) == "tickets.json:/tickets/2: the store is damaged: T-2: it is odd"
    assert "doctor --restore" in str(error.help)


def test_what_is_about_no_ticket_names_none() -> None:
    assert error_of(some(None)).what == "it is odd"


def test_others_are_named_once_each() -> None:
    assert error_of(some(2, 4, None, 4, 2)).what == "T-2: it is odd; damaged too: T-4"


def test_of_many_ten_are_named() -> None:
    assert error_of(some(*range(1, 15))).what.endswith("T-10, T-11 and 3 more")


def test_an_error_that_names_its_ticket_is_not_said_to_be_of_it() -> None:
    what = "T-2 cannot be read: odd"
    assert Damage(file="f", place="/tickets/2", what=what, number=2).said == what
    assert Damage(file="f", place="/tickets/2", what=what, number=3).said == f"T-3: {what}"


def test_a_ticket_that_is_hidden_is_counted_once_and_so_are_those_without_a_name() -> None:
    lost = Damage(file="archive/0001.json", place="1:1", what="missing", hides=True, missing=3)
    named = [msgspec.structs.replace(each, hides=True) for each in some(2, 4, 2)]
    there = msgspec.structs.replace(named[0], file="archive/0001.json")
    assert hidden_tickets([]) == hidden_tickets(some(2, None)) == 0
    assert hidden_tickets([*named, there, lost]) == 2 + 3
