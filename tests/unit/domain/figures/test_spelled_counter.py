"""Texts of people are counted as one however they are spaced, and in capitals or not."""

from escalate_cli.domain.figures.spelled_counter import SpelledCounter


def test_a_text_is_counted_as_it_was_spelled_first() -> None:
    counter = SpelledCounter()
    for text in ("Full  disk", "no alarm", "full disk", "a cable"):
        counter.add(text)
    assert counter.most() == [("Full disk", 2), ("a cable", 1), ("no alarm", 1)]
