"""The page on IT support is typed on a terminal, and its output must be what it says."""

import os
import re
from pathlib import Path

from tests.test_readme import renewed

PAGE = Path(__file__).parents[1] / "docs" / "it-support.md"


def test_the_page_shows_what_its_commands_really_print(tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    real = renewed(text, tmp_path)
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        PAGE.write_text(real, encoding="utf-8")
        text = real
    assert text == real, f"{PAGE.name} shows another output; 'make snapshots' renews it"


def test_the_page_goes_through_the_whole_escalation() -> None:
    text = PAGE.read_text(encoding="utf-8")
    told = [
        "T-1  P1  p1-one-hour  L1 → L2",
        "needs-specialist     fired",
        "asked for L3, to be approved by max",
        "bo may not answer for T-1: it needs manager (max)",
        "T-1 approved · P1 · L3/manager",
        "alert\tdora",
        "T-1 resolved",
        "T-1 closed",
        "T-1 reviewed",
        "L2 → L3     by bo",
    ]
    places = [text.find(each) for each in told]
    assert -1 not in places
    assert places == sorted(places)
    refused = re.findall(r"escalate: error: (.*)", text)
    assert refused == ["bo may not answer for T-1: it needs manager (max)"]
