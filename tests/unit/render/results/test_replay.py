"""A replay as data: all of it, in a shape that is promised."""

import json
import re
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from escalate_cli.domain.figures.replay_comparison import outline_of
from escalate_cli.render.results.replay import ReplayResult
from escalate_cli.usecases.insight.replay_parts import Replay
from tests.conftest import a_policy
from tests.snapshot import assert_matches
from tests.unit.render.replays import REPLAY
from tests.unit.render.screen import a_pipe

PAGE = Path(__file__).parents[4] / "docs" / "json.md"


def document(replay: Replay) -> Any:
    pipe = a_pipe(json=True)
    pipe.show(ReplayResult(replay))
    return json.loads(pipe.out)


def test_the_document_is_the_one_that_is_promised() -> None:
    pipe = a_pipe(json=True)
    pipe.show(ReplayResult(REPLAY))
    assert_matches("render/replay.json", pipe.out)


def test_every_row_is_a_figure_or_a_difference() -> None:
    pipe = a_pipe(header=True)
    pipe.show(ReplayResult(REPLAY))
    assert_matches("render/replay.tsv", pipe.out)


def test_a_row_has_the_fields_that_were_asked_for() -> None:
    pipe = a_pipe(fields="name,change")
    pipe.show(ReplayResult(REPLAY))
    assert pipe.lines[-1] == "T-15\tmoot"


def test_tickets_that_were_named_have_no_period() -> None:
    found = document(replace(REPLAY, scope=replace(REPLAY.scope, ids=("T-12",))))
    assert (found["since"], found["until"]) == (None, None)


def test_another_policy_to_compare_with_is_named() -> None:
    assert document(REPLAY)["against"] is None
    found = document(
        replace(REPLAY, against=outline_of(a_policy(id="5d7d8c40", name="Before").rules))
    )
    assert found["against"] == {"id": "5d7d8c40", "name": "Before"}


def test_a_document_has_the_fields_that_were_asked_for() -> None:
    pipe = a_pipe(json=True, fields="requests,decisions")
    pipe.show(ReplayResult(REPLAY))
    assert pipe.out == (
        '{"requests":{"before":2,"after":2},"decisions":{"before":412,"after":437}}\n'
    )


def test_every_field_is_promised_on_the_page() -> None:
    [section] = re.findall(r"^## Replay\n(.*?)^## ", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    promised = set(re.findall(r"^\| (`.*?) \| ", section, re.MULTILINE))
    named = {name for cell in promised for name in re.findall(r"`(\w+)`", cell)}
    found = document(REPLAY)
    assert named - {"field"} == {*found, *found["differences"][0]}
