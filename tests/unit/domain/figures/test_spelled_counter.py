"""Texts of people are counted as one however they are spaced, and in capitals or not."""

from escalate_cli.domain.figures.spelled_counter import SpelledCounter


def test_a_text_is_counted_as_it_was_spelled_first() -> None:
    counter = SpelledCounter()
    for text in ("Full  disk", "no alarm", "full disk", "a cable"):
        counter.add(text)
    assert counter.most() == [("Full disk", 2), ("a cable", 1), ("no alarm", 1)]


def test_texts_that_another_counted_later_are_spelled_as_they_were_first() -> None:
    counter, later = SpelledCounter(), SpelledCounter()
    counter.add("Full disk")
    for text in ("full disk", "full DISK", "A cable"):
        later.add(text)
    counter.add_later(later)
    assert counter.most() == [("Full disk", 3), ("A cable", 1)]
