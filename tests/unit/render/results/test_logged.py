"""`log` answers where a new issue is, by when, and what comes next."""

import pytest

from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.asker import Asker
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.results.logged import logged_lines
from escalate_cli.usecases.verbs.log import Logged
from tests.conftest import after, resolved, taken
from tests.unit.render.screen import a_terminal
from tests.unit.render.tickets import HOSTILE, POLICY, SHOWN, ZONE, a_standing

NOW = after("2h")
WALL = Wall(NOW, ZONE)


@pytest.fixture
def ink(monkeypatch: pytest.MonkeyPatch) -> Ansi:
    return Ansi(a_terminal(monkeypatch).stdout)


def test_a_new_ticket_is_shown_with_its_dues(ink: Ansi) -> None:
    logged = [Logged(a_standing(priority="P1"), is_new=True)]
    asker = Asker("ana", POLICY)
    assert list(logged_lines(logged, Wall(after("0m"), ZONE), ink, asker)) == [
        "T-12  P1  L1  Mail server down",
        "      respond by 09:15 (in 15m), resolve by 13:00 (in 4h)",
        "      next: escalate ack T-12",
    ]
    asker = Asker("kim", POLICY)
    assert list(logged_lines(logged, Wall(after("0m"), ZONE), ink, asker))[2:] == [
        "      waits for ana"
    ]


def test_a_known_ticket_is_said_to_be_open_already(ink: Ansi) -> None:
    logged = [Logged(a_standing(taken(after("1h")), now=NOW), is_new=False)]
    assert list(logged_lines(logged, WALL, ink, Asker("bo", POLICY))) == [
        "T-12  P3  L1  Mail server down",
        "      is open already: noted there that it was reported again",
        "      resolve by 17:00 (in 6h)",
        "      next: escalate resolve T-12",
    ]


def test_what_was_reported_often_is_said_to_be(ink: Ansi) -> None:
    logged = [Logged(a_standing(now=NOW), is_new=False, times=7)]
    said = list(logged_lines(logged, WALL, ink, Asker("bo", POLICY)))[1]
    assert said == "      is open already: noted there that it was reported 7 times"


@pytest.mark.parametrize(
    ("reopened", "said"), [(False, "is resolved"), (True, "is reopened")], ids=str
)
def test_a_report_on_what_was_over_says_what_became_of_it(
    ink: Ansi, reopened: bool, said: str
) -> None:
    over = a_standing(resolved(after("1h")), now=NOW)
    logged = [Logged(over, is_new=False, is_reopened=reopened)]
    lines = list(logged_lines(logged, WALL, ink, Asker("bo", POLICY)))
    assert lines[1] == f"      {said}: noted there that it was reported again"


def test_titles_are_harmless(ink: Ansi) -> None:
    logged = [Logged(a_standing(title=HOSTILE, now=NOW), is_new=True)]
    asker = Asker("ana", POLICY)
    assert f"T-12  P3  L1  {SHOWN}" in logged_lines(logged, WALL, ink, asker)
