"""A report as data: all of it, in a shape that is promised."""

import json
import re
from pathlib import Path

from msgspec.structs import replace

from escalate_cli.render.results.report import ReportResult
from escalate_cli.usecases.insight.report import Before
from tests.snapshot import assert_matches
from tests.unit.render.reports import FIGURES, REPORT, TOLD_APART
from tests.unit.render.screen import a_pipe

PAGE = Path(__file__).parents[4] / "docs" / "json.md"


def test_the_document_is_the_one_that_is_promised() -> None:
    pipe = a_pipe(json=True)
    pipe.show(ReportResult(REPORT))
    assert_matches("render/report.json", pipe.out)


def test_every_row_is_one_figure_with_its_number_of_cases() -> None:
    pipe = a_pipe(header=True)
    pipe.show(ReportResult(REPORT))
    assert_matches("render/report.tsv", pipe.out)


def test_parts_and_groups_have_the_same_figures() -> None:
    pipe = a_pipe(json=True)
    pipe.show(ReportResult(TOLD_APART))
    assert_matches("render/report-apart.json", pipe.out)


def test_rows_say_of_which_part_and_group_they_are() -> None:
    pipe = a_pipe(header=True)
    pipe.show(ReportResult(TOLD_APART))
    assert_matches("render/report-apart.tsv", pipe.out)


def test_without_parts_a_row_of_a_group_says_its_group_alone() -> None:
    only_groups = replace(
        TOLD_APART, period=replace(TOLD_APART.period, per=None, parts=()), parts=()
    )
    pipe = a_pipe(header=True)
    pipe.show(ReportResult(only_groups))
    assert pipe.lines[0] == "section\tname\tfigure\tvalue\tn\tgroup"
    assert pipe.lines[1] == "tickets\t\tn\t14\t14\t"


def test_a_figure_has_the_one_of_the_period_before_beside_it() -> None:
    gone = replace(FIGURES.by_trigger[0], trigger="gone", n=2)
    former = replace(FIGURES, tickets=20, by_trigger=(gone,))
    pipe = a_pipe(header=True)
    pipe.show(ReportResult(replace(TOLD_APART, before=Before(TOLD_APART.period, former))))
    rows = [line.split("\t") for line in pipe.lines]
    assert rows[0] == [
        *["section", "name", "figure", "value", "n", "period", "group", "before", "before_n"]
    ]
    assert rows[1] == ["tickets", "", "n", "14", "14", "", "", "20", "20"]
    alone = [row for row in rows if row[1].endswith("gone")]
    assert [row[2:] for row in alone] == [["n", "", "0", "", "", "2", "5"]]
    assert {tuple(row[7:]) for row in rows[1:] if row[5] or row[6]} == {("", "")}


def test_every_field_is_promised_on_the_page() -> None:
    [section] = re.findall(r"^## Report\n(.*?)^## ", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    promised = set(re.findall(r"^\| (`.*?) \| ", section, re.MULTILINE))
    named = {name for cell in promised for name in re.findall(r"`(\w+)`", cell)}
    pipe = a_pipe(json=True)
    pipe.show(ReportResult(TOLD_APART))
    assert named - {"field"} == set(json.loads(pipe.out))


def test_a_row_has_the_fields_that_were_asked_for() -> None:
    pipe = a_pipe(fields="figure,value")
    pipe.show(ReportResult(REPORT))
    assert pipe.lines[:2] == ["n\t14", "open\t10"]


def test_a_document_has_the_fields_that_were_asked_for() -> None:
    pipe = a_pipe(json=True, fields="complaints,by")
    pipe.show(ReportResult(REPORT))
    assert pipe.out == '{"complaints":{"n":3,"tickets":1},"by":"logged"}\n'
