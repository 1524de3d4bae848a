"""Metrics are put in place whole, for everybody to read, and only over metrics of our own."""

import stat
from pathlib import Path

import pytest

from escalate_cli.errors import EscalateError
from escalate_cli.store.file.metrics_file import write_metrics
from tests.unit.store import names

TEXT = "# HELP escalate_x X.\n# TYPE escalate_x gauge\nescalate_x 1\n"


@pytest.mark.parametrize("before", [None, "", TEXT], ids=["nothing", "an empty file", "metrics"])
def test_metrics_take_the_place_of_nothing_or_of_metrics(
    tmp_path: Path, before: str | None
) -> None:
    path = tmp_path / "m.prom"
    if before is not None:
        path.write_text(before, encoding="utf-8")
        path.chmod(0o644)
    write_metrics(path, TEXT)
    assert path.read_text(encoding="utf-8") == TEXT
    assert (stat.S_IMODE(path.stat().st_mode), names(tmp_path)) == (0o644, ["m.prom"])


def test_what_is_no_metrics_stays(tmp_path: Path) -> None:
    path = tmp_path / "m.prom"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(EscalateError, match=r"m\.prom is no file of metrics") as caught:
        write_metrics(path, TEXT)
    assert caught.value.help
    assert path.read_text(encoding="utf-8") == "mine"
