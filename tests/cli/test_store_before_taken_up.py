"""A store of rules by which what was withdrawn stayed so when it was reopened: it reads alike.

It was made by the commands of the version before: all six tickets were withdrawn. T-1 and T-6 still
are; T-2 and T-5, of an import, were reopened and are open; T-3 and T-4 were resolved once more.
T-1 is in the archive.
"""

from pathlib import Path

import pytest

from escalate_cli.domain.ticket.counting import RULES
from tests.cli.kept_stores import known, opened, printed
from tests.cli.shell import Shell

KEPT = Path(__file__).parents[1] / "stores" / "before_taken_up"
NOW = "2026-11-03T18:00:00Z"
LATER = "2026-11-06T18:00:00Z"
SINCE = ("--since", "2026-10-01")
ASKED = {
    "show": ("show", "1", "2", "3", "4", "5", "6"),
    "list": ("list", "--all"),
    "breached": ("list", "--all", "is:breached"),
    "report": ("report", *SINCE),
    "resolved": ("report", *SINCE, "--by", "resolved"),
    "verify": ("verify",),
    "replay": ("policy", "replay", *SINCE),
}


@pytest.fixture
def kept(tmp_path: Path, home: Path) -> Shell:
    """Open a copy of the store, when everything was printed."""
    return opened(KEPT, tmp_path, home, NOW)


def left_out(shell: Shell, now: str) -> tuple[int, int]:
    """Return how many tickets a report counts, and leaves out as withdrawn."""
    tickets = shell.done("report", *SINCE, "--json", now=now).data["tickets"]
    return tickets["n"], tickets["left_out"]["withdrawn"]


@pytest.mark.parametrize("name", ASKED)
def test_everything_reads_as_it_did(kept: Shell, name: str) -> None:
    then = printed(KEPT, name)
    assert known(kept.done(*ASKED[name], "--json").data, then) == then


def test_the_next_check_decides_on_those_that_are_open(kept: Shell) -> None:
    assert left_out(kept, NOW) == (0, 6)
    decided = kept("check", "--json", now=LATER).data["decisions"]
    assert {each["ticket"] for each in decided} == {"T-2", "T-5"}
    assert {each["since"] >= "2026-11-03" for each in decided} == {True}
    changed = [x for x in kept.show("2", LATER)["events"] if x["kind"] == "rules_changed"]
    assert [(each["cycle"], each["rules"]) for each in changed] == [(2, RULES)]
    assert {each["cycle"] for each in kept.show("2", LATER)["breaches"]} == {2}
    assert left_out(kept, LATER) == (2, 4)


def test_what_was_withdrawn_or_over_by_rules_of_before_can_be_taken_up(kept: Shell) -> None:
    kept.done("reopen", "1", "3", "-m", "it is real")
    decided = kept("check", "--json", now=LATER).data["decisions"]
    cycles = {each["key"].rsplit(":", 3)[0] for each in decided}
    assert cycles == {"T-1:2", "T-2:2", "T-3:3", "T-5:2"}
    assert left_out(kept, LATER) == (4, 2)
    told = kept.done("policy", "replay", *SINCE, "--json", now=LATER).data
    assert (told["tickets"]["n"], told["differences"]) == (4, [])
    assert kept("verify", now=LATER).code == 0


def test_all_holds_once_every_row_is_written(kept: Shell) -> None:
    for number in range(1, 7):
        kept.done("note", str(number), "looked at it")
    assert left_out(kept, NOW) == (2, 4)
    assert kept("verify").code == 0
