"""A file of settings is read strictly, and not at all where it may be somebody else's."""

import os
from pathlib import Path

import pytest

from escalate_cli.settings.config_file import ConfigFile, Settings, read_config


def reading(folder: Path, content: str | bytes) -> ConfigFile:
    """Read a file of some content."""
    path = folder / "config.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path.chmod(0o600)
    return read_config(path)


def said(found: ConfigFile) -> tuple[str, str | None]:
    """Return what is wrong, without the path, and what to do about it."""
    assert found.mistake is not None
    return str(found.mistake).removeprefix(str(found.path)), found.mistake.help


def test_what_is_right_counts(tmp_path: Path) -> None:
    found = reading(tmp_path, 'name = "ana"\nstore = "~/team/.escalate"\ncolours = "never"\n')
    assert found.settings == Settings(name="ana", store="~/team/.escalate", colours="never")
    assert (found.state, found.mistake) == ("it is read", None)


@pytest.mark.parametrize("place", ["config.toml", "no folder/config.toml", "a file/config.toml"])
def test_no_file_is_no_mistake(tmp_path: Path, place: str) -> None:
    (tmp_path / "a file").touch()
    found = read_config(tmp_path / place)
    assert (found.settings, found.state, found.mistake) == (Settings(), "there is none", None)


@pytest.mark.parametrize(
    ("content", "what", "advice"),
    [
        ('nmae = "ana"', ": unknown key 'nmae'", "did you mean 'name'?"),
        ("x = 1", ": unknown key 'x'", "known are name, store, colours, columns, pager, views"),
        ('"\x1b" = 1'.replace("\x1b", "\\u001b"), ": unknown key '<U+001B>'", None),
        ("name = 1", ": the value of 'name' is none", 'write name = "ana"'),
        ('name = ""', ": the value of 'name' is none", None),
        ('name = "a\\u0000b"', ": the value of 'name' is none", None),
        ('store = "here"', ": the value of 'store' is none", None),
        ('colours = "alwys"', ": the value of 'colours' is none", None),
        ("columns = 'id'", ": the value of 'columns' is none", None),
        (
            "pager = 1",
            ": the value of 'pager' is none",
            'write pager = "less -R", or false for none',
        ),
        ("x = 1\ny = 2\nname = 3", ": unknown key 'x', and 2 more", None),
    ],
)
def test_a_mistake_is_named_and_the_rest_counts(
    tmp_path: Path, content: str, what: str, advice: str | None
) -> None:
    rest = '\ncolours = "always"' if "colours" not in content else '\nname = "ana"'
    found = reading(tmp_path, content + rest)
    assert said(found)[0] == what
    assert advice is None or said(found)[1] == advice
    assert found.state == "it is read as far as it is right"
    assert found.settings in (Settings(colours="always"), Settings(name="ana"))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"name = \xff", " is not UTF-8"),
        ("name = ", " is no TOML: Invalid value (at end of document)"),
        (b"x = " + b"[" * 20_000, " is no TOML: "),
        (b"#" * 65_537, " is a file of more than 65,536 bytes, which is left alone"),
    ],
    ids=["other bytes", "broken", "deep", "long"],
)
def test_what_is_no_file_of_settings_is_left(
    tmp_path: Path, content: str | bytes, what: str
) -> None:
    found = reading(tmp_path, content)
    assert said(found)[0].startswith(what)
    assert (found.settings, found.state) == (Settings(), "it is not read")


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_can_write_is_left(tmp_path: Path, mode: int) -> None:
    reading(tmp_path, 'name = "eve"')
    (tmp_path / "config.toml").chmod(mode)
    found = read_config(tmp_path / "config.toml")
    path = found.path
    assert said(found) == (" is open to others, which is left alone", f"chmod go-w {path}")
    assert found.settings == Settings()


def test_a_file_of_somebody_else_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    found = reading(tmp_path, 'name = "eve"')
    assert said(found)[0] == " is somebody else's file, which is left alone"


def test_a_folder_is_left(tmp_path: Path) -> None:
    assert said(read_config(tmp_path))[0] == " cannot be read: is a directory"


def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.toml")
    found = read_config(tmp_path / "config.toml")
    assert said(found)[0] == " is no regular file, which is left alone"


def test_a_link_to_a_file_of_ones_own_is_followed(tmp_path: Path) -> None:
    reading(tmp_path, 'name = "ana"')
    (tmp_path / "link").symlink_to(tmp_path / "config.toml")
    assert read_config(tmp_path / "link").settings.name == "ana"


def test_a_name_that_leads_nowhere_is_said(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    found = read_config(tmp_path / "loop")
    assert said(found)[0].startswith(" cannot be read: ")
