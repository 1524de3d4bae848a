"""What may stand at the cursor follows from the words before it."""

import pytest

from escalate_cli.cli.completion.command_table import command_table
from escalate_cli.cli.completion.typed_words import COMMAND, typed

TABLE = command_table()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], (COMMAND,)),
        (["a"], (COMMAND,)),
        (["policy", ""], (COMMAND,)),
        (["nonsense", ""], ()),
        (["policy", "nonsense", ""], ()),
        (["ack", ""], ("ID...",)),
        (["ack", "1", ""], ("ID...",)),
        (["assign", ""], ("ID...",)),
        (["assign", "1", ""], ("ID...", "PERSON")),
        (["note", "1", ""], ("TEXT",)),
        (["note", "1", "on it", ""], ()),
        (["tell", ""], ("ID",)),
        (["log", "Disk full", "-p", ""], ("P",)),
        (["log", "Disk full", "--priority=P"], ("P",)),
        (["log", "--vip", ""], ("[TITLE]",)),
        (["log", "--vip=x", ""], ("[TITLE]",)),
        (["log", "--nonsense=x"], ()),
        (["oncall", "--swap", ""], ("PERSON",)),
        (["oncall", "--swap", "ana", ""], ("PERSON",)),
        (["oncall", "--swap", "ana", "bo", ""], ("[TEAM]",)),
        (["ack", "--", "--take", ""], ("ID...",)),
        (["note", "-", ""], ("TEXT",)),
    ],
    ids=" ".join,
)
def test_the_words_before_say_what_comes(words: list[str], wanted: tuple[str, ...]) -> None:
    assert typed(words, TABLE).wanted == wanted


def test_behind_two_hyphens_no_option_stands() -> None:
    assert typed(["ack", "-"], TABLE).takes_options
    assert not typed(["ack", "--", "-"], TABLE).takes_options


def test_options_before_the_cursor_have_their_values() -> None:
    found = typed(["ack", "--store=a", "--as", "bo", "-q", "12", ""], TABLE)
    assert found.values == {"--store": "a", "--as": "bo"}
    assert found.given == ("12",)


def test_what_stands_before_a_value_stays() -> None:
    found = typed(["log", "x", "--priority=P"], TABLE)
    assert (found.lead, found.word, found.option) == ("--priority=", "P", "--priority")
