"""An option goes before the environment, that before settings, and those before the usual."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from escalate_cli.errors import EscalateError
from escalate_cli.invocation import Invocation
from escalate_cli.settings.choices import Choice, Choices


def choices(
    home: Path,
    typed: Invocation | None = None,
    environ: Mapping[str, str] | None = None,
    *,
    has_person: bool = True,
) -> tuple[Choices, list[EscalateError]]:
    """Return what a command line goes by, and the warnings that it will give."""
    said: list[EscalateError] = []
    around = {**(environ or {}), "HOME": str(home)}
    return Choices(typed or Invocation(), around, has_person=has_person, warn=said.append), said


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with settings."""
    folder = tmp_path / ".config" / "escalate"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(
        'name = "bo"\nstore = "/s"\ncolours = "always"\npager = "most"\n'
    )
    (folder / "config.toml").chmod(0o600)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "environ", "name"),
    [
        (Invocation(actor="di"), {"ESCALATE_ACTOR": "cy"}, Choice("di", "--as")),
        (Invocation(), {"ESCALATE_ACTOR": "cy"}, Choice("cy", "ESCALATE_ACTOR")),
        (Invocation(), {"ESCALATE_ACTOR": ""}, Choice("bo", "settings")),
    ],
    ids=["option", "environment", "settings"],
)
def test_who_acts_is_said_by_an_option_the_environment_or_settings(
    home: Path, typed: Invocation, environ: dict[str, str], name: Choice
) -> None:
    assert choices(home, typed, environ)[0].name == name


@pytest.mark.parametrize(
    ("typed", "environ", "colours"),
    [
        (Invocation(color="never"), {"NO_COLOR": "1"}, Choice("never", "--color")),
        (Invocation(color="auto"), {"NO_COLOR": ""}, Choice("auto", "--color")),
        (Invocation(), {"NO_COLOR": "1"}, Choice("auto", "NO_COLOR")),
        (Invocation(), {"FORCE_COLOR": "0"}, Choice("auto", "FORCE_COLOR")),
        (Invocation(), {"TERM": "dumb"}, Choice("auto", "TERM")),
        (Invocation(), {"TERM": "xterm"}, Choice("always", "settings")),
    ],
    ids=["option", "option back", "NO_COLOR", "FORCE_COLOR", "dumb", "settings"],
)
def test_when_there_are_colours(
    home: Path, typed: Invocation, environ: dict[str, str], colours: Choice
) -> None:
    assert choices(home, typed, environ)[0].colours == colours


@pytest.mark.parametrize(
    ("environ", "pager"),
    [
        ({"NO_PAGER": "1", "PAGER": "more"}, Choice("", "NO_PAGER")),
        ({"PAGER": "more"}, Choice("more", "PAGER")),
        ({"NO_PAGER": "", "PAGER": ""}, Choice("most", "settings")),
    ],
    ids=["no pager", "environment", "settings"],
)
def test_in_what_long_answers_are_read(home: Path, environ: dict[str, str], pager: Choice) -> None:
    assert choices(home, None, environ)[0].pager == pager


def test_settings_may_want_no_pager(home: Path) -> None:
    (home / ".config" / "escalate" / "config.toml").write_text("pager = false\n")
    assert choices(home)[0].pager == Choice("", "settings")
    assert choices(home, None, {"PAGER": "more"})[0].pager == Choice("more", "PAGER")


def test_columns_are_those_of_the_settings(home: Path) -> None:
    assert choices(home)[0].columns == ()
    (home / ".config" / "escalate" / "config.toml").write_text("columns = ['id', 'due']\n")
    assert choices(home)[0].columns == ("id", "due")


def test_without_settings_all_is_as_usual(tmp_path: Path) -> None:
    found, said = choices(tmp_path)
    assert (found.name, found.store) == (Choice("", "default"), None)
    assert (found.colours, said) == (Choice("auto", "default"), [])
    assert (found.pager, found.columns) == (Choice("less -R", "default"), ())


def test_where_nobody_is_settings_are_not_even_looked_at(home: Path) -> None:
    found, said = choices(home, has_person=False)
    assert (found.file, found.store, found.name.value, said) == (None, None, "", [])


def test_a_mistake_is_said_once(home: Path) -> None:
    (home / ".config" / "escalate" / "config.toml").write_text("nmae = 1")
    found, said = choices(home)
    assert (found.name.value, found.store, found.colours.value) == ("", None, "auto")
    assert len(said) == 1
