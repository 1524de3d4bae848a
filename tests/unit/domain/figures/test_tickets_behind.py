"""A count names the tickets that it is made of, each with what it brings."""

from msgspec.structs import replace

from escalate_cli.domain.figures.period_figures import RootCause
from escalate_cli.domain.figures.tickets_behind import BehindTally, FigureName, counts
from tests.unit.render.reports import FIGURES

NAMES = [name for name, _ in counts(FIGURES)]


def test_every_count_has_a_name_of_its_own() -> None:
    assert len(NAMES) == len(set(NAMES))
    found = dict(counts(FIGURES))
    assert found[FigureName("tickets", "", "n")] == 14
    assert found[FigureName("clock", "resolve", "breached")] == 1
    assert found[FigureName("trigger", "time/resolve-breach", "nobody_acted")] == 2
    assert found[FigureName("escalations_by_trigger", "person", "n")] == 1


def test_a_ticket_is_behind_what_it_brings_and_nothing_else() -> None:
    none = replace(FIGURES, tickets=0, open=0, imported=0)
    one = replace(none, tickets=1)
    tally = BehindTally()
    tally.add("T-1", one)
    tally.add("T-2", replace(one, imported=1))
    found = {each.of: each for each in tally.figures(replace(none, tickets=2, imported=1))}
    assert found["tickets", "", "n"].tickets == (("T-1", 1), ("T-2", 1))  # type: ignore[index]
    assert found["tickets", "", "imported"].tickets == (("T-2", 1),)  # type: ignore[index]
    assert ("tickets", "", "open") not in found


def test_a_cause_is_one_however_it_is_spelled() -> None:
    def of(cause: str, n: int) -> object:
        reviews = replace(FIGURES.reviews, root_causes=(RootCause(cause, n),))
        return replace(FIGURES, reviews=reviews)

    tally = BehindTally()
    tally.add("T-1", of("Disk full", 1))  # type: ignore[arg-type]
    tally.add("T-2", of("disk FULL", 1))  # type: ignore[arg-type]
    [found] = [x for x in tally.figures(of("Disk full", 2)) if x.of.section == "root_cause"]  # type: ignore[arg-type]
    assert found.tickets == (("T-1", 1), ("T-2", 1))
