"""The page on extending is followed to the letter: a package in a folder, and what names it."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from escalate_cli.domain.engine import triggers
from escalate_cli.errors import ExtensionError
from escalate_cli.exchange.mappings.importers import importer_named
from escalate_cli.extensions import CHANNELS, TRIGGERS, extension, is_extension
from escalate_cli.notify import channels
from tests.cli.conftest import begun, escalate, home, support
from tests.cli.shell import PROGRAM, Shell

__all__ = ["begun", "escalate", "home", "support"]

TEXT = (Path(__file__).parents[1] / "docs" / "extending.md").read_text(encoding="utf-8")
BLOCKS = {
    kind: re.findall(rf"^```{kind}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    for kind in ("toml", "python", "yaml", "sh")
}
[PROJECT], [CODE], [POLICY], [SCRIPT, _] = BLOCKS.values()
DIARY = "2026-11-02T08:00:00Z 17 No light in the hall\n2026-11-03T08:00:00Z 18 No heat\n"


def installed(folder: Path, name: str, entry_points: dict[str, dict[str, str]]) -> None:
    """Lay down what an installer writes of a package."""
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = [
        f"[{group}]\n" + "".join(f"{each} = {where}\n" for each, where in offered.items())
        for group, offered in entry_points.items()
    ]
    (info / "entry_points.txt").write_text("\n".join(lines))


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Install the page's package in a folder of its own, and one beside it that must stay out."""
    folder = tmp_path / "site"
    folder.mkdir()
    project = tomllib.loads(PROJECT)["project"]
    (folder / "acme_escalate.py").write_text(CODE, encoding="utf-8")
    installed(folder, project["name"], project["entry-points"])
    (folder / "acme_broken.py").write_text("raise RuntimeError('it is broken')\n")
    (folder / "acme_wrong.py").write_text(
        "import msgspec\nNUMBER = 1\nclass Plain: pass\nclass Bare(msgspec.Struct): pass\n"
    )
    installed(
        folder, "acme-broken", {group: {"x": "acme_broken:X"} for group in (CHANNELS, TRIGGERS)}
    )
    wrong = {"number": "acme_wrong:NUMBER", "plain": "acme_wrong:Plain", "bare": "acme_wrong:Bare"}
    groups = (CHANNELS, TRIGGERS, "escalate.importers")
    installed(folder, "acme-wrong", dict.fromkeys(groups, wrong))
    monkeypatch.syspath_prepend(str(folder))
    extension.cache_clear()
    yield folder
    extension.cache_clear()
    for name in ("acme_escalate", "acme_broken", "acme_wrong"):
        sys.modules.pop(name, None)


@pytest.fixture
def desk(support: Shell, package: Path) -> Shell:
    """Give a store whose policy names the package."""
    assert package.is_dir()
    file = support.policy
    text = file.read_text(encoding="utf-8")
    _, channel, _, rule = POLICY.splitlines()
    text += f"\nchannels:\n{channel}\n"
    text = text.replace("\ntriggers:\n", f"\ntriggers:\n{rule}\n")
    file.write_text(text, encoding="utf-8")
    return support


def test_a_policy_names_what_a_package_offers(desk: Shell) -> None:
    done = desk("policy", "check")
    assert "error" not in done.stdout + done.stderr
    assert "acme_broken" not in sys.modules
    desk.log("Mail is down", "-p", "P3")
    desk.done("ack", "1")
    desk.done("wait", "1", "--for", "vendor")
    later = "2026-11-26T10:00:00+01:00"
    assert "forgotten" in desk.done("check", now=later).stdout
    assert desk.done("verify").code == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("acme-escalate:board", "acme-escalate:bored", "'acme-escalate' offers no channel 'bored'"),
        ("acme-escalate:parked", "gone:parked", "the package 'gone' is not installed"),
        ("acme-escalate:parked", "acme-broken:x", "'acme-broken:x' cannot be loaded: RuntimeError"),
        ("acme-escalate:parked", "acme-wrong:number", "'acme-wrong:number' is no trigger, but 1"),
        ("after: 3d", "afer: 3d", "unknown key 'afer'"),
    ],
)
def test_what_is_not_offered_is_named_at_its_line(
    desk: Shell, old: str, new: str, said: str
) -> None:
    file = desk.policy
    text = file.read_text(encoding="utf-8").replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    line = text[: text.index(new)].count("\n") + 1
    found = desk("policy", "check")
    assert found.code == 1
    assert f"policy.yaml:{line}:" in found.stdout
    assert said in found.stdout


def test_an_importer_is_a_mapping_or_reads_a_file_in_its_own_way(
    desk: Shell, tmp_path: Path
) -> None:
    table, diary = tmp_path / "a.csv", tmp_path / "diary.txt"
    table.write_text("No,Subject,Opened,State\n7,Stairs,2026-11-02T08:00:00Z,new\n")
    diary.write_text(DIARY)
    desk.done("import", "--from", "acme-escalate:helpdesk", str(table))
    done = desk.done("import", "--from", "acme-escalate:diary", str(diary), "--json")
    assert (done.data["new"], done.data["mapping"]) == (2, "acme-diary")
    rows = desk.done("list", "--fields", "key,source,title").rows
    assert sorted(rows) == [
        ["17", "acme-diary", "No light in the hall"],
        ["18", "acme-diary", "No heat"],
        ["7", "acme-helpdesk", "Stairs"],
    ]
    diary.write_text("nothing\n")
    refused = desk("import", "--from", "acme-escalate:diary", str(diary))
    assert refused.code == 2
    assert "'acme-escalate:diary' cannot read the file: ValueError: " in refused.stderr


@pytest.mark.parametrize("named", ["gone:x", "acme-escalate:x", "acme-wrong:number"])
def test_an_importer_that_is_none_is_said_in_a_line(
    desk: Shell, tmp_path: Path, named: str
) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n")
    refused = desk("import", "--from", named, str(tmp_path / "a.csv"))
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("escalate: error: ")


@pytest.mark.usefixtures("package")
def test_what_is_offered_takes_no_name_of_the_programs_own() -> None:
    assert triggers.type_of("acme-escalate:parked").kind is triggers.Kind.TIME
    assert channels.channel_of("acme-escalate:board").__name__ == "show"
    assert importer_named("acme-escalate:helpdesk")[1] is None
    assert not {"acme_escalate"} & {*triggers.types(), *channels.kinds()}


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("ask", "named"),
    [
        (triggers.type_of, "acme-wrong:plain"),
        (triggers.type_of, "acme-wrong:bare"),
        (channels.channel_of, "acme-wrong:number"),
        (importer_named, "acme-wrong:plain"),
    ],
)
def test_what_is_no_such_thing_is_refused(ask: object, named: str) -> None:
    assert callable(ask)
    with pytest.raises(ExtensionError, match=named):
        ask(named)


@pytest.mark.parametrize("word", ["vip", "a:", ":a", "a b:c", "../a:b", "a:b:c", "", "a/b:c"])
def test_other_words_name_no_package(word: str) -> None:
    assert not is_extension(word)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Give a folder with a program that is a command, one that is none, and one in the way."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("standup", "list"):
        (folder / f"escalate-{name}").write_text(
            f'#!/bin/sh\necho "{name}:$*:$ESCALATE_ACTOR"; cat; exit 7\n'
        )
    for file in folder.iterdir():
        file.chmod(0o755)
    (folder / "escalate-plain").write_text("#!/bin/sh\n")
    return folder


def ran(path: str, cwd: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program with another PATH."""
    env = {"PATH": path, "ESCALATE_ACTOR": "ana", "HOME": str(cwd)}
    return subprocess.run(
        [PROGRAM, *argv], env=env, cwd=cwd, input="in", capture_output=True, text=True, check=False
    )


def test_a_program_on_the_path_is_a_command(programs: Path, tmp_path: Path) -> None:
    done = ran(f"{programs}:/usr/bin:/bin", tmp_path, "standup", "--team", "a b", "-h")
    assert (done.returncode, done.stdout, done.stderr) == (7, "standup:--team a b -h:ana\nin", "")


@pytest.mark.parametrize("name", ["plain", "gone", "../bin/escalate-standup", "stand", "Standup"])
def test_no_other_word_runs_one_and_none_is_suggested(
    programs: Path, tmp_path: Path, name: str
) -> None:
    done = ran(f"{programs}:/usr/bin:/bin", tmp_path, name)
    assert done.returncode == 2
    assert f"unknown command '{name}'" in done.stderr
    assert "standup'" not in done.stderr.replace(f"'{name}'", "")


def test_a_command_is_never_replaced(programs: Path, tmp_path: Path) -> None:
    assert "list:" not in ran(f"{programs}:/usr/bin:/bin", tmp_path, "list").stdout


@pytest.mark.parametrize("path", ["", ".", "bin", ":bin"])
def test_a_folder_that_depends_on_where_one_stands_does_not_count(
    programs: Path, tmp_path: Path, path: str
) -> None:
    for cwd in (programs, tmp_path):
        assert "unknown command" in ran(f"{path}:/usr/bin:/bin", cwd, "standup").stderr


def test_one_that_cannot_be_run_is_said_in_a_line(programs: Path, tmp_path: Path) -> None:
    (programs / "escalate-standup").write_text("#!/no/such/program\n")
    done = ran(f"{programs}", tmp_path, "standup")
    assert done.returncode == 2
    assert "escalate-standup cannot be run: " in done.stderr


def test_the_script_of_the_page_asks_for_what_there_is() -> None:
    assert SCRIPT.startswith("#!/bin/sh\n# escalate-standup: ")
    assert "escalate list --json" in SCRIPT
