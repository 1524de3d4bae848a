"""`review ID --export`: the facts are renewed, what people typed stays."""

from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.unit.render.tickets import HOSTILE

DAY = "2026-11-23"
STORY = (
    ("09:20", "ack", "1", "--as", "ana"),
    ("09:30", "note", "1", "--public", "We look into *it*", "--as", "ana"),
    ("10:00", "complain", "1", "-m", "still down", "--as", "ana"),
    ("10:10", "link", "2", "--duplicate-of", "1", "--as", "ana"),
    ("10:20", "edit", "1", "-p", "P2", "-m", "half is back", "--as", "ana"),
    ("10:30", "escalate", "1", "--to", "L2", "-m", "too hard", "--as", "ana"),
    ("10:40", "return", "1", "-m", "yours", "--as", "bo"),
    ("13:00", "resolve", "1", "-m", "restarted", "--as", "ana"),
)


@pytest.fixture
def incident(support: Shell, tmp_path: Path) -> Shell:
    """Live through one incident."""
    support.log(
        f"Mail {HOSTILE}", "-p", "P1", "-r", "kim", "--customer", "globex", now=f"{DAY}T09:00+01:00"
    )
    support.log("Mail is down too", now=f"{DAY}T09:10+01:00")
    for at, *argv in STORY:
        support.done(*argv, now=f"{DAY}T{at}:00+01:00")
    support.env["ESCALATE_NOW"] = f"{DAY}T15:00:00+01:00"
    support.env["HERE"] = str(tmp_path)
    return support


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "review.md"


def exported(incident: Shell, file: Path) -> str:
    incident.done("review", "1", "--export", str(file))
    return file.read_text(encoding="utf-8")


def test_it_tells_what_the_history_knows(incident: Shell, file: Path) -> None:
    text = exported(incident, file)
    assert "P1, logged" not in text  # it is one of P2 by now
    for line in (
        "- lead: ana, at L1",
        "- customer: globex",
        "- priority P1, P2 from Mon 11-23 10:20",
        "- resolved by: restarted",
        "- 1h 20m of business time as P1",
        "- 2h 10m of business time as P2",
        "- acknowledge: 2 of 2 missed",
        "- 1 complaint",
        "- reported again as T-2",
        "- reported by kim, Mon 2026-11-23 09:00 CET",
        "- nobody had taken it for 20m of business time",
        "- first answer Mon 2026-11-23 09:30 CET by ana",
        "- handed back 1 time",
    ):
        assert line in text.splitlines(), text
    assert "We look into \\*it\\*" in text.partition("<!-- yours: final-message -->")[2]
    assert "\x1b" not in text


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_what_was_typed_about_one_ticket_goes_on_no_page_of_another(
    incident: Shell, file: Path, suffix: str
) -> None:
    begun, mark = exported(incident, file), "<!-- yours: final-message -->\n"
    typed = begun.replace(mark, f"{mark}Dear customer\n")
    file.write_text(typed, encoding="utf-8")
    incident.log("Door badge", now=f"{DAY}T14:00+01:00")
    incident.done("resolve", "3", "-m", "reset", "--as", "ana", now=f"{DAY}T14:10:00+01:00")
    refused = incident("review", "3", "--export", str(file.with_suffix(suffix)))
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr.splitlines() == [
        "escalate: error: review.md is the review of another ticket",
        "help: export T-3 to another file",
    ]
    assert file.read_text(encoding="utf-8") == typed
    assert not file.with_suffix(".html").exists()
    incident.done("edit", "1", "--title", "Mail of the town hall", "--as", "ana")
    assert "Dear customer" in exported(incident, file)


def test_what_is_recorded_is_the_draft_of_a_block(incident: Shell, file: Path) -> None:
    incident.done(
        *("review", "1", "--root-cause", "a *full* disk", "--factor", "no alert"),
        *("--went-well", "quick answer", "--action", "watch the disk"),
    )
    text = exported(incident, file)
    assert "<!-- yours: factors -->\n- a \\*full\\* disk\n- no alert\n<!-- end of" in text
    assert "<!-- yours: actions -->\n- watch the disk\n" in text


def test_written_anew_it_keeps_what_people_typed(incident: Shell, file: Path) -> None:
    text = exported(incident, file)
    typed = text.replace("<!-- yours: luck -->", "<!-- yours: luck -->\nit was **Monday** <b>")
    file.write_text(typed, encoding="utf-8")
    incident.done("complain", "1", "-m", "again", "--as", "ana")
    told = incident.done("review", "1", "--export", str(file), "--json").data
    assert (told["file"], "luck" in told["kept"]) == (str(file), True)
    anew = file.read_text(encoding="utf-8")
    assert "<!-- yours: luck -->\nit was **Monday** <b>\n<!-- end of" in anew
    assert "- 2 complaints" in anew
    assert exported(incident, file) == anew


def test_a_page_has_the_blocks_of_the_markdown_beside_it(incident: Shell, file: Path) -> None:
    text = exported(incident, file).replace(
        "<!-- yours: luck -->", "<!-- yours: luck -->\nno <b>luck"
    )
    file.write_text(text, encoding="utf-8")
    page = file.with_suffix(".html")
    incident.done("review", "1", "--export", str(page))
    shown = page.read_text(encoding="utf-8")
    assert "no &lt;b&gt;luck" in shown
    assert "nothing yet" in shown
    assert "<script" not in shown


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("mine", "review.md is no review of escalate"),
        ("<!-- made by escalate: 1 -->\n# Review\n", "was changed by hand"),
        ("<!-- made by escalate: 1 -->\n\udcff", "it is no UTF-8"),
    ],
    ids=["somebody's own", "changed by hand", "another encoding"],
)
def test_what_somebody_wrote_is_never_written_over(
    incident: Shell, file: Path, before: str, said: str
) -> None:
    file.write_text(before, encoding="utf-8", errors="surrogateescape")
    refused = incident("review", "1", "--export", str(file))
    assert (refused.code, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert file.read_text(encoding="utf-8", errors="surrogateescape") == before


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("1", "--export", "r.txt"), 2, "r.txt is neither Markdown nor HTML"),
        (("1", "2", "--export", "r.md"), 2, "a review is of one ticket"),
        (("--export", "r.md"), 2, "no ticket is named"),
        (("--due", "--export", "r.md"), 2, "--export writes what is recorded"),
        (("1", "--action", "x", "--export", "r.md"), 2, "--export writes what is recorded"),
        (("9", "--export", "r.md"), 1, "no ticket T-9"),
        (("1", "--export", "no/such/r.md"), 2, "no such file or directory"),
    ],
    ids=[
        "another kind",
        "two",
        "none",
        "what is owed",
        "what is learned",
        "no ticket",
        "no folder",
    ],
)
def test_what_cannot_be_is_refused(
    incident: Shell, argv: tuple[str, ...], code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(incident.env["HERE"])
    refused = incident("review", *argv)
    assert (refused.code, refused.stdout) == (code, "")
    assert said in refused.stderr
    assert not Path("r.md").exists()


def test_a_file_of_the_store_is_none_to_write(incident: Shell) -> None:
    refused = incident("review", "1", "--export", str(incident.store / "tickets.json.md"))
    assert (refused.code, "is a file of the store" in refused.stderr) == (2, True)
