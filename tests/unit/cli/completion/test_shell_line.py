"""A line is split as a shell does it, also where a quotation is still open."""

import pytest

from escalate_cli.cli.completion.shell_line import words_of


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", [""]),
        ("esc ack", ["esc", "ack"]),
        ("esc ack ", ["esc", "ack", ""]),
        ("esc  ack\t1", ["esc", "ack", "1"]),
        ("esc log 'Disk full' -p", ["esc", "log", "Disk full", "-p"]),
        ("esc log 'Disk fu", ["esc", "log", "Disk fu"]),
        ('esc log "a \\"b\\" $c', ["esc", "log", 'a "b" $c']),
        ('esc log "ends in \\', ["esc", "log", "ends in "]),
        ("esc log Disk\\ full", ["esc", "log", "Disk full"]),
        ("esc list cust'omer:a b'c", ["esc", "list", "customer:a bc"]),
        ("esc log \\", ["esc", "log", ""]),
    ],
)
def test_a_line_has_words(line: str, words: list[str]) -> None:
    assert words_of(line) == words
