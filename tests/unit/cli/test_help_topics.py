"""Every topic has its page."""

import pytest

from escalate_cli.cli.app import run
from escalate_cli.cli.help_topics import TOPICS, page_of


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_prints_its_page(topic: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", topic]) == 0
    assert capsys.readouterr() == (page_of(topic), "")
    assert page_of(topic).startswith("# ")


def test_a_topic_and_more_is_no_topic(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", "times", "list"]) == 2
    assert capsys.readouterr().err.startswith("escalate: error: unknown command 'times'")
