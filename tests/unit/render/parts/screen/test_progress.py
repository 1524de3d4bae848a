"""A bar is shown on a terminal, for long work, and changes nothing about what goes by."""

import io

import pytest

from escalate_cli.render.parts.screen.progress import WORTH_A_BAR, with_bar


class _Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


@pytest.mark.parametrize(
    ("stream", "total", "is_shown"),
    [
        (_Screen(), WORTH_A_BAR, True),
        (_Screen(), WORTH_A_BAR - 1, False),
        (io.StringIO(), WORTH_A_BAR, False),
    ],
    ids=["long work on a terminal", "short work", "no terminal"],
)
def test_a_bar_is_shown_where_somebody_waits(
    stream: io.StringIO, total: int, is_shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert list(with_bar(range(total), total, stream, "rows")) == list(range(total))
    assert ("rows" in stream.getvalue()) is is_shown
