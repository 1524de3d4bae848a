"""The log of a monitoring system: what is certain in it, line by line."""

import pytest

from escalate_cli.exchange.files.nagios_log import is_log, read_log


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("[1482123600] LOG ROTATION: DAILY\n", True),
        ("\n [1482123600] HOST ALERT: a;UP;HARD;1;x", True),
        ("[1482123600]", False),
        ('[{"a": 1}]', False),
        ("[1, 2]", False),
    ],
)
def test_it_is_told_from_json(text: str, is_one: bool) -> None:
    assert is_log(text) is is_one


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (
            "SERVICE ALERT: web1;HTTP;CRITICAL;HARD;3;refused; twice",
            ["web1", "HTTP", "CRITICAL", "refused; twice"],
        ),
        ("HOST ALERT: db1;DOWN;HARD;1;no answer;", ["db1", "", "DOWN", "no answer;"]),
        ("CURRENT SERVICE STATE: web1;HTTP;OK;HARD;1;fine", ["web1", "HTTP", "OK", "fine"]),
        ("INITIAL HOST STATE: db1;UP;HARD;1;", ["db1", "", "UP", ""]),
        ("SERVICE ALERT: web1;HTTP;CRITICAL;SOFT;1;refused", None),
        ("SERVICE NOTIFICATION: ana;web1;HTTP;CRITICAL;mail;refused", None),
        ("SERVICE ALERT: web1", None),
        ("HOST ALERT: ;;;;", None),
    ],
)
def test_a_state_that_is_certain_is_a_row(line: str, row: list[str] | None) -> None:
    table = read_log(f"\n[1482123600] {line}\r\nchatter\n")
    assert [each.values for each in table.rows] == ([["1482123600", *row]] if row else [])
    assert all(each.line == 2 for each in table.rows)
    assert table.shape.getter("HOST") is not None
