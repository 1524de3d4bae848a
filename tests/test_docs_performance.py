"""The page on performance tells of every benchmark, and copies a table that held."""

import re
from pathlib import Path

from escalate_cli.plugins import module_names

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")


def test_each_benchmark_is_explained() -> None:
    told = re.findall(r"^- `(bench/\w+\.py)`: ", PAGE, re.MULTILINE)
    assert sorted(told) == [f"{name.replace('.', '/')}.py" for name in module_names("bench")]


def test_no_promise_was_missed() -> None:
    [table] = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    head, *rows = table.splitlines()
    assert head.split() == ["what", "measured", "target"]
    assert [row for row in rows if "MISSED" in row] == []
