"""Titles are alike that have most words in common, whatever their endings."""

import pytest

from escalate_cli.domain.ticket.likeness import ALIKE, likeness, words_of


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("Invoices not printed", "Invoices not printed since this morning", True),
        ("Invoices not printed", "INVOICE printing: not!", True),
        ("VPN drops", "vpn", True),
        ("Mail down", "Mail is down in Rome since the switch broke", True),
        ("Invoices printed twice", "Invoices not printed since this morning", False),
        ("Drucker läuft heiß", "DRUCKER LÄUFT HEISS", True),
        ("Printer 3 on floor 2", "Printer 3 on floor 2", True),
        ("Printer jams", "Mail is down", False),
        ("Mail is down", "Mail rejected by Hamburg", False),
        ("is it", "is it", False),
        ("", "", False),
    ],
)
def test_titles_are_compared_by_their_words(one: str, other: str, is_alike: bool) -> None:
    assert (likeness(words_of(one), words_of(other)) >= ALIKE) is is_alike
    assert likeness(words_of(one), words_of(other)) == likeness(words_of(other), words_of(one))


def test_numbers_count_however_short() -> None:
    assert likeness(words_of("printer 3"), words_of("printer 4")) == 0.5
