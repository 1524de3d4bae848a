"""What values show of a column: times, what tells rows apart, words that come again, texts."""

import io

import pytest

from escalate_cli.exchange.column_evidence import ColumnEvidence
from escalate_cli.exchange.files.csv_table import read_table
from escalate_cli.exchange.mappings.sources import Texts

NAMES = ("no", "at", "spent", "state", "what", "gone", "mixed", "guid")
FILE = """no;at;spent;state;what;gone;mixed;guid
1;03.02.2026 10:00;0:19:00;open;no mail;;3/Feb/26 4:05 PM;7A1B5C3E-11D2-4C0F-9A0E-000000000001
2;04.02.2026 10:00;5 h;open;the printer on the second floor jams;;soon;
3;;;done;slow;;;7a1b5c3e-11d2-4c0f-9a0e-000000000003
"""


@pytest.fixture
def evidence() -> ColumnEvidence:
    table = read_table(io.StringIO(FILE))
    return ColumnEvidence(table, Texts(table.shape, (), ()))


def those(evidence: ColumnEvidence, name: str) -> str:
    """Return the columns of which something is true."""
    return " ".join(each for each in NAMES if getattr(evidence, name)(each))


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        ("holds_times", "at"),
        ("holds_a_time", "at mixed"),
        ("may_hold_times", "at gone mixed"),
        ("tells_apart", "no what"),
        ("holds_uuids", "guid"),
        ("holds_words", "state"),
        ("holds_texts", "state what"),
    ],
)
def test_the_columns_are_named_that_could_be_meant(
    evidence: ColumnEvidence, question: str, columns: str
) -> None:
    assert those(evidence, question) == columns


def test_a_column_that_is_none_holds_nothing(evidence: ColumnEvidence) -> None:
    assert evidence.values("else") == []
