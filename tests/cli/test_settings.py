"""A person's settings: a comfort on a terminal, which nothing in a pipe knows of."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.shell import PROGRAM, Result, Shell, on_terminal, program


@pytest.fixture
def mine(escalate: Shell, tmp_path: Path) -> Shell:
    """Run command lines in a home of their own, with nothing in the environment but that."""
    env = {name: escalate.env[name] for name in ("PATH", "ESCALATE_NOW", "COLUMNS")}
    return Shell(tmp_path / "store", {**env, "HOME": str(tmp_path), "TERM": "xterm"})


def settings(shell: Shell, text: str) -> Path:
    """Write the settings of whoever runs the command lines."""
    file = Path(shell.env["HOME"], ".config", "escalate", "config.toml")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o600)
    return file


def shown(
    shell: Shell, *argv: str, cwd: Path | None = None, around: Mapping[str, str] | None = None
) -> Result:
    """Run the installed program on a terminal."""
    return on_terminal([PROGRAM, *argv], {**shell.env, **(around or {})}, cwd)


def told(result: Result) -> dict[str, str]:
    """Return what `where` says, by name."""
    assert result.code == 0
    lines = (line.partition(" ") for line in result.plain.splitlines())
    return {name: value.strip() for name, _, value in lines}


def test_settings_say_who_acts_and_the_account_is_recorded_too(mine: Shell) -> None:
    settings(mine, 'name = "bo"\n')
    assert shown(mine, "log", "Mail is down").code == 0
    event = mine.show()["events"][0]
    assert (event["by"], bool(event["login"])) == ("bo", True)
    shown(mine, "note", "1", "seen", around={"ESCALATE_ACTOR": "cy"})
    shown(mine, "note", "1", "done", "--as", "di", around={"ESCALATE_ACTOR": "cy"})
    assert [event["by"] for event in mine.show()["events"][1:]] == ["cy", "di"]


def test_in_a_pipe_there_are_no_settings(mine: Shell) -> None:
    settings(mine, 'name = "bo"\nnonsense')
    done = program("log", "Mail is down", env=mine.env)
    assert (done.code, done.stdout, done.stderr) == (0, "T-1\n", "")
    assert mine.show()["events"][0]["by"] != "bo"


def test_a_mistake_is_one_warning_and_the_command_goes_on(mine: Shell) -> None:
    file = settings(mine, 'nmae = "bo"\n')
    logged = shown(mine, "log", "Mail is down")
    assert logged.code == 0
    assert logged.stdout.splitlines()[:2] == [
        f"escalate: warning: {file}: unknown key 'nmae'",
        "help: did you mean 'name'?",
    ]
    assert mine.show()["id"] == "T-1"


def test_settings_of_others_do_not_count(mine: Shell) -> None:
    file = settings(mine, 'name = "eve"\n')
    file.chmod(0o666)
    logged = shown(mine, "log", "Mail is down")
    assert f"{file} is open to others, which is left alone" in logged.stdout
    assert mine.show()["events"][0]["by"] != "eve"


def test_the_store_of_the_settings_is_used_where_there_is_none_upwards(
    mine: Shell, tmp_path: Path
) -> None:
    settings(mine, 'store = "~/team"\n')
    mine.env.pop("ESCALATE_STORE")
    assert shown(mine, "log", "Mail is down", cwd=tmp_path).code == 0
    assert (tmp_path / "team" / "tickets.json").exists()
    where = told(shown(mine, "where", cwd=tmp_path))
    assert (where["store"], where["why"]) == (str(tmp_path / "team"), "your settings name it")
    shown(mine, "init", "--sample", "it-support", cwd=tmp_path)
    where = told(shown(mine, "where", cwd=tmp_path))
    assert where["store"] == str(tmp_path / ".escalate")


def test_where_says_what_chose_what(mine: Shell) -> None:
    file = settings(mine, 'name = "bo"\ncolours = "never"\n')
    where = told(shown(mine, "where"))
    assert (where["by"], where["by_from"]) == ("bo", "settings")
    assert (where["colours"], where["colours_from"]) == ("never", "settings")
    assert (where["settings"], where["settings_state"]) == (str(file), "it is read")
    where = told(shown(mine, "where", "--as", "cy", "--color", "auto"))
    assert (where["by_from"], where["colours_from"]) == ("--as", "--color")


def test_in_a_pipe_where_says_that_they_are_not_read(mine: Shell) -> None:
    told_ = mine.done("where", "--json").data
    assert (told_["by_from"], told_["colours_from"]) == ("account", "default")
    assert told_["settings"] is None
    assert told_["settings_state"] == "they are read on a terminal alone"


@pytest.mark.parametrize(
    ("liked", "options", "environ", "coloured"),
    [
        ("never", [], {}, False),
        ("never", ["--color", "always"], {}, True),
        ("always", [], {"NO_COLOR": "1"}, False),
        ("always", ["--color", "always"], {"NO_COLOR": "1"}, True),
        ("always", ["--color", "never"], {"FORCE_COLOR": "1"}, False),
        ("never", ["--color", "auto"], {}, True),
    ],
)
def test_an_option_goes_before_the_environment_and_that_before_settings_of_colours(
    mine: Shell, liked: str, options: list[str], environ: dict[str, str], coloured: bool
) -> None:
    mine.log("Mail is down")
    settings(mine, f'colours = "{liked}"\n')
    listed = shown(mine, "list", *options, around=environ)
    assert listed.code == 0
    assert ("\x1b[" in listed.stdout) is coloured


def test_colours_can_be_asked_for_in_a_pipe(mine: Shell) -> None:
    mine.log("Mail is down")
    assert "\x1b[" in mine.done("list", "--table", "--color", "always").stdout
    assert "\x1b[" not in mine.done("list", "--color", "always").stdout


def test_a_wrong_word_about_colours_is_refused(mine: Shell) -> None:
    refused = mine("list", "--color", "alwys")
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr == "escalate: error: --color 'alwys' is none of auto, always, never\n"


@pytest.fixture
def viewed(mine: Shell) -> Shell:
    """Log two tickets, and give a query a name."""
    mine.log("Mail is down", "--tag", "mail")
    mine.log("VPN drops")
    settings(mine, 'views = {post = "tag:mail is:unacknowledged", none = "tag:x"}\n')
    return mine


@pytest.mark.parametrize(
    ("words", "found"),
    [(["@post"], ["T-1"]), (["@none"], []), (["@post", "down"], ["T-1"]), (["-tag:mail"], ["T-2"])],
    ids=" ".join,
)
def test_a_view_stands_for_its_query(viewed: Shell, words: list[str], found: list[str]) -> None:
    assert shown(viewed, "list", "-q", *words).stdout.split() == found


def test_reports_know_views_too(viewed: Shell) -> None:
    assert shown(viewed, "report", "@none").code == 0
    assert shown(viewed, "policy", "replay", "--only", "@post").code == 0


def test_a_view_that_is_none_is_refused(viewed: Shell) -> None:
    refused = shown(viewed, "list", "@pots")
    assert refused.code == 2
    assert refused.stdout == (
        "escalate: error: there is no view 'pots'\n"
        "help: did you mean '@post'?; as text it is '\"@pots\"'\n"
    )
    assert "your views are post, none" in shown(viewed, "list", "@xyz").stdout
    assert shown(viewed, "list", '"@pots"').code == 0


def test_in_a_pipe_there_are_no_views(viewed: Shell) -> None:
    refused = program("list", "@post", env=viewed.env)
    assert (refused.code, refused.stdout) == (2, "")
    assert "views are in your settings, which are read on a terminal" in refused.stderr


def test_a_mistake_in_a_view_is_one_of_its_query(viewed: Shell) -> None:
    settings(viewed, 'views = {post = "staus:open"}\n')
    assert "did you mean 'status:'?" in shown(viewed, "list", "@post").stdout
    settings(viewed, 'views = {me = "status:open"}\n')
    assert "the value of 'views' is none" in shown(viewed, "list").stdout
