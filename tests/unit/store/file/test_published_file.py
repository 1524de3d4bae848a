"""What is published is put in place whole, and only over files of its own kind."""

import os
import stat
from pathlib import Path

import pytest

from escalate_cli.errors import EscalateError
from escalate_cli.store.file.published_file import METRICS, PublishedKind, publish
from tests.unit.store import names

PAGE = PublishedKind("page", b"<!doctype html>\n<!-- made by escalate -->\n")
TEXT = "# HELP escalate_x X.\n# TYPE escalate_x gauge\nescalate_x 1\n"


@pytest.mark.parametrize("before", [None, "", TEXT], ids=["nothing", "an empty file", "metrics"])
def test_metrics_take_the_place_of_nothing_or_of_metrics(
    tmp_path: Path, before: str | None
) -> None:
    path = tmp_path / "m.prom"
    if before is not None:
        path.write_text(before, encoding="utf-8")
        path.chmod(0o644)
    publish(path, TEXT, METRICS)
    assert path.read_text(encoding="utf-8") == TEXT
    assert (stat.S_IMODE(path.stat().st_mode), names(tmp_path)) == (0o644, ["m.prom"])


def test_what_is_no_metrics_stays(tmp_path: Path) -> None:
    path = tmp_path / "m.prom"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(EscalateError, match=r"m\.prom is no metrics of escalate") as caught:
        publish(path, TEXT, METRICS)
    assert caught.value.help
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_page_is_for_whom_the_umask_leaves_it(tmp_path: Path) -> None:
    path, text = tmp_path / "board.html", PAGE.beginning.decode() + "<p>all is well"
    before = os.umask(0o027)
    try:
        publish(path, text, PAGE)
        publish(path, text, PAGE)
    finally:
        os.umask(before)
    assert (path.read_text(encoding="utf-8"), stat.S_IMODE(path.stat().st_mode)) == (text, 0o640)


@pytest.mark.parametrize("stands", ["a link", "a folder", "another page"])
def test_a_page_is_never_written_onto_what_is_none_of_ours(tmp_path: Path, stands: str) -> None:
    path, theirs = tmp_path / "board.html", tmp_path / "theirs.html"
    theirs.write_text("<!doctype html><p>theirs", encoding="utf-8")
    if stands == "a link":
        path.symlink_to(theirs)
    elif stands == "a folder":
        path.mkdir()
    else:
        path.write_bytes(theirs.read_bytes())
    with pytest.raises(EscalateError, match=r"the page cannot be written to .*board\.html"):
        publish(path, PAGE.beginning.decode(), PAGE)
    assert theirs.read_text(encoding="utf-8") == "<!doctype html><p>theirs"


def test_what_people_wrote_meanwhile_is_not_lost(tmp_path: Path) -> None:
    path, seen = tmp_path / "r.html", PAGE.beginning + b"<p>as it was read"
    path.write_bytes(seen)
    publish(path, PAGE.beginning.decode() + "<p>anew", PAGE, seen=seen)
    with pytest.raises(EscalateError, match="is another one than was read a moment ago"):
        publish(path, PAGE.beginning.decode() + "<p>anew", PAGE, seen=seen)
    assert path.read_bytes() == PAGE.beginning + b"<p>anew"
    publish(tmp_path / "new.html", PAGE.beginning.decode(), PAGE, seen=None)
    assert (tmp_path / "new.html").exists()
