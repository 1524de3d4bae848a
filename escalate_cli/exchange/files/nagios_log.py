"""The log of Nagios, Icinga and Naemon: what they say of hosts and services, a line each."""

import re

from escalate_cli.exchange.files.table import Columns, Row, Table

NAMES = ("at", "host", "service", "state", "output")
_LINE = re.compile(r"\[([0-9]{9,11})\] ([A-Z][A-Z ]+): (.*)")
_OF_SERVICE = {"SERVICE ALERT", "CURRENT SERVICE STATE", "INITIAL SERVICE STATE"}
_OF_HOST = {"HOST ALERT", "CURRENT HOST STATE", "INITIAL HOST STATE"}
_SPLITS_OF_SERVICE = 5


def is_log(text: str) -> bool:
    """Tell whether a text is a log of Nagios: it begins with an instant in brackets and a word."""
    return _LINE.match(text.lstrip()) is not None


def read_log(text: str) -> Table:
    """Return a row for each state that is certain; a state that is still retried has none."""
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.match(line.strip())
        if match is None or match[2] not in _OF_SERVICE | _OF_HOST:
            continue
        host, *rest = match[3].split(";", _SPLITS_OF_SERVICE)
        if match[2] in _OF_HOST:
            host, *rest = match[3].split(";", _SPLITS_OF_SERVICE - 1)
            rest = ["", *rest]
        service, state, kind, _, output = (*rest, *[""] * _SPLITS_OF_SERVICE)[:_SPLITS_OF_SERVICE]
        if kind == "HARD":
            rows.append(Row(number, [match[1], host, service, state, output]))
    return Table(Columns(NAMES), rows, ())
