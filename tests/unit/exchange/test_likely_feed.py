"""What is handed to the wrong command is recognised, and nothing is guessed."""

import pytest

from escalate_cli.exchange.likely_feed import likely_command

ALERT = (
    '{"version": "4", "alerts": [{"status": "firing", "fingerprint": "c0ffee", '
    '"labels": {"alertname": "Disk", "severity": "page"}, "annotations": {"summary": "full"}, '
    '"startsAt": "2026-11-23T08:00:00Z", "endsAt": "0001-01-01T00:00:00Z"}]}'
)
NAGIOS = "[1732351200] SERVICE ALERT: db1;Disk;CRITICAL;HARD;3;full\n"
MAIL = "Subject: Printer\nX-Long: a\n b\nFrom: kim@example.org\n\nIt prints blank pages.\n"
ISSUE = (
    '[{"number": 1, "title": "Mail", "state": "open", "user": {"login": "kim"}, "labels": [], '
    '"created_at": "2026-11-23T08:00:00Z", "updated_at": "2026-11-23T08:00:00Z", '
    '"closed_at": null, "body": null, "assignee": null}]'
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ALERT, "it looks like alertmanager: escalate log --from alertmanager x"),
        (NAGIOS, "it looks like nagios: escalate log --from nagios x"),
        (MAIL, "it looks like a mail: escalate log --from mail x"),
        (f"From kim Mon Nov 23\n{MAIL}", "it looks like a mail: escalate log --from mail x"),
        (ISSUE, "it looks like github: escalate import x"),
    ],
)
def test_the_command_that_reads_it_is_named(text: str, said: str) -> None:
    assert likely_command(text, "x") == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mail is down",
        '{"title": "Mail", "colour": "red"}',
        '[{"id": 1, "title": "Mail", "status": "open"}]',
        "Note: call back\n\nFrom: nobody\n",
        "{",
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    assert likely_command(text, "x") is None
