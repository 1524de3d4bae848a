"""The table of commands is read as it was built."""

from escalate_cli.cli.completion import command_table
from escalate_cli.cli.completion.command_table import Option


def test_an_option_is_found_by_each_of_its_names() -> None:
    resolve = command_table.command_table().commands["resolve"]
    message = resolve.option("-m")
    assert message == resolve.option("--message")
    assert isinstance(message, Option)
    assert message.values == ("TEXT",)
    assert resolve.option("--nothing") is None
