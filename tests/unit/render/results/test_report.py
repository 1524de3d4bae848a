"""A report as data: all of it, in a shape that is promised."""

from escalate_cli.render.results.report import ReportResult
from tests.snapshot import assert_matches
from tests.unit.render.reports import REPORT
from tests.unit.render.screen import a_pipe


def test_the_document_is_the_one_that_is_promised() -> None:
    pipe = a_pipe(json=True)
    pipe.show(ReportResult(REPORT))
    assert_matches("render/report.json", pipe.out)


def test_every_row_is_one_figure_with_its_number_of_cases() -> None:
    pipe = a_pipe(header=True)
    pipe.show(ReportResult(REPORT))
    assert_matches("render/report.tsv", pipe.out)


def test_a_row_has_the_fields_that_were_asked_for() -> None:
    pipe = a_pipe(fields="figure,value")
    pipe.show(ReportResult(REPORT))
    assert pipe.lines[:2] == ["n\t14", "open\t10"]


def test_a_document_has_the_fields_that_were_asked_for() -> None:
    pipe = a_pipe(json=True, fields="complaints,by")
    pipe.show(ReportResult(REPORT))
    assert pipe.out == '{"complaints":{"n":0,"tickets":0},"by":"logged"}\n'
