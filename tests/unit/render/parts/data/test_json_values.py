"""A document is named ways to get at a thing."""

from escalate_cli.render.parts.data.json_values import document, documents, stored


def test_fields_are_named_after_the_last_part_of_their_path() -> None:
    fields = stored("real", "imag.real")
    assert list(fields) == ["real"]
    assert document(stored("numerator", "imag.denominator"), 7) == {
        "numerator": 7,
        "denominator": 1,
    }


def test_a_field_may_have_a_name_of_its_own() -> None:
    assert documents(stored("size=imag.denominator", "real"), [7]) == [{"size": 1, "real": 7}]
