"""The console as a channel."""

from pathlib import Path

from escalate_cli.notify.channels import console
from tests.unit.notify.parcels import a_parcel, means


def test_it_says_whom_it_is_for_and_what_it_says(tmp_path: Path) -> None:
    said: list[str] = []
    console.show(a_parcel("console"), means(tmp_path, say=said.append))
    assert said == ["message to Ana: Mail is down"]


def test_a_long_text_is_cut(tmp_path: Path) -> None:
    said: list[str] = []
    console.show(a_parcel("console", text="x" * 100_000), means(tmp_path, say=said.append))
    assert said[0].endswith("[cut here: 100,000 characters in all]")
    assert len(said[0]) < console.LONGEST + 100
