"""What is damaged is said in one line: the first place in full, others by ticket."""

from escalate_cli.usecases.damage import Damage, error_of


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
