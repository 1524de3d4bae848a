"""A document is named ways to get at a thing."""

from escalate_cli.render.parts.data.json_values import document, documents, rows_of, stored


def test_fields_are_named_after_the_last_part_of_their_path() -> None:
    fields = stored("real", "imag.real")
    assert list(fields) == ["real"]
    assert document(stored("numerator", "imag.denominator"), 7) == {
        "numerator": 7,
        "denominator": 1,
    }


def test_a_field_may_have_a_name_of_its_own() -> None:
    assert documents(stored("size=imag.denominator", "real"), [7]) == [{"size": 1, "real": 7}]


def test_rows_say_of_many_what_a_document_says_of_one() -> None:
    fields = {"whole": lambda number: number // 1, **stored("numerator", "real")}
    numbers = range(250)
    rows = list(rows_of(list(fields.values()), numbers))
    assert rows == [tuple(document(fields, number).values()) for number in numbers]


def test_no_more_is_read_ahead_than_some_things() -> None:
    numbers = iter(range(100_000))
    assert next(rows_of([str], numbers)) == ("0",)
    assert next(numbers) <= 1_000
