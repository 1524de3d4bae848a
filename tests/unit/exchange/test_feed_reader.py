"""What a feed says, by its mapping: a problem, the end of one, or nothing."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.errors import EscalateError
from escalate_cli.exchange.feed_reader import Feed, read_feed
from escalate_cli.exchange.files.table import ForeignFileError, RejectedRow
from escalate_cli.exchange.foreign_file import ForeignFile
from escalate_cli.usecases.verbs.log import NewTicket
from escalate_cli.usecases.verbs.sightings import Recovery

PRIORITIES = ("P1", "P2", "P3", "P4")
OWN = """version: 1
name: own
reads: {format: json, records: [checks]}
rows: feed
key: name
fields: {title: text}
status: {from: state, map: {bad: open, good: resolved, muted: unchanged}}
"""


def fed(text: str, name: str = "alertmanager") -> Feed:
    """Read what came in."""
    return read_feed(ForeignFile(io.StringIO(text, newline="")), name, PRIORITIES, "P3")


def alert(**changes: Any) -> dict[str, Any]:
    """Return one alert as Alertmanager sends it."""
    usual: dict[str, Any] = {
        "status": "firing",
        "labels": {"alertname": "DiskFull", "instance": "db1", "job": "node", "severity": "page"},
        "annotations": {"summary": "Disk is full", "description": "97 % used"},
        "startsAt": "2026-11-23T08:00:00.123456789Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus/graph",
        "fingerprint": "c0ffee",
    }
    return usual | changes


def webhook(*alerts: dict[str, Any]) -> str:
    """Return a webhook with some alerts."""
    return json.dumps({"version": "4", "status": "firing", "alerts": alerts})


def test_an_alert_is_a_ticket_under_its_fingerprint() -> None:
    [new] = fed(webhook(alert())).seen
    assert isinstance(new, NewTicket)
    assert (new.key, new.priority, new.title) == ("c0ffee", "P1", "Disk is full / db1")
    assert (new.service, new.category) == ("node", "DiskFull")
    assert new.description.splitlines()[:2] == ["alert: DiskFull", "description: 97 % used"]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, NewTicket),
        ({"status": "resolved", "endsAt": "2026-11-23T09:00:00Z"}, Recovery),
        ({"status": {"state": "active"}, "endsAt": "2026-11-23T09:00:00Z"}, NewTicket),
        ({"status": {"state": "suppressed"}}, None),
        ({"status": None}, NewTicket),
        ({"status": None, "endsAt": "2026-11-23T09:00:00Z"}, Recovery),
        ({"status": None, "endsAt": None}, NewTicket),
    ],
    ids=["firing", "resolved", "listed", "silenced", "before v4", "over before v4", "no word"],
)
def test_the_status_says_what_it_is(changes: dict[str, Any], kind: type | None) -> None:
    assert [type(each) for each in fed(webhook(alert(**changes))).seen] == ([kind] if kind else [])


def test_without_a_fingerprint_the_labels_are_the_key() -> None:
    first, other = fed(
        webhook(alert(fingerprint=None), alert(fingerprint=None, labels={"alertname": "Up"}))
    ).seen
    assert (first.key, other.key) == ("DiskFull / node / db1", "Up")


def test_what_cannot_be_used_is_named_and_the_rest_is_taken() -> None:
    feed = fed(webhook(alert(fingerprint="x" * 300), alert()))
    assert len(feed.seen) == 1
    assert feed.rejected == [RejectedRow(1, "key has 300 characters; at most 200 are kept")]


def test_a_log_of_nagios_tells_what_is_certain() -> None:
    lines = ("DOWN;HARD;1;no answer", "UP;HARD;1;", "DOWN;SOFT;1;x", "WEIRD;HARD;1;x")
    feed = fed("".join(f"[1482123600] HOST ALERT: db1;{x}\n" for x in lines), "nagios")
    down, up = feed.seen
    assert isinstance(down, NewTicket)
    assert (down.key, down.title, down.priority) == ("db1", "db1 / no answer", "P2")
    assert up == Recovery("db1", "it is over: db1")
    assert [row.line for row in feed.rejected] == [4]


def test_a_mapping_of_ones_own_reads_any_other(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    checks = [{"name": n, "state": s, "text": n} for n, s in (("a", "bad"), ("b", "muted"))]
    feed = fed(json.dumps({"checks": checks}), str(tmp_path / "own.yaml"))
    assert feed.seen == [NewTicket(title="a", key="a", priority="P3")]


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("[]", "opsgenie", "'opsgenie' is no feed but a mapping for import"),
        ("a;b\n1;2\n", "alertmanager", "the file is no JSON, which 'alertmanager' does not read"),
        ("[1482123600] HOST ALERT: x", "alertmanager", "the file is a log of Nagios, which 'alert"),
        ('{"alerts": [{}]}', "alertmanager", "the export has no column fingerprint, status.state"),
        ("{}", "prometheus.yaml", "prometheus.yaml cannot be read: no such file or directory"),
    ],
)
def test_what_is_none_is_refused(text: str, name: str, said: str) -> None:
    with pytest.raises(EscalateError) as refused:
        fed(text, name)
    assert str(refused.value).startswith(said)


def test_nothing_seen_is_nothing_to_do() -> None:
    assert fed('{"alerts": []}') == Feed([], [])


PIECES = st.sampled_from(
    ["firing", "resolved", "", "x" * 250, "\0", "\x1b[2J", "\ud800", {"state": "active"}, 7, None]
)


@given(st.dictionaries(st.sampled_from([*alert(), "x"]), PIECES | st.lists(PIECES)))
def test_whatever_comes_is_read_or_refused(changes: dict[str, Any]) -> None:
    try:
        feed = fed(webhook(alert(**changes)))
    except ForeignFileError as error:
        assert str(error)  # noqa: PT017 - either way is right
    else:
        assert len(feed.seen) + len(feed.rejected) <= 1
