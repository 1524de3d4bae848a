"""The wheel, installed where no checkout is near, brings all it needs."""

import re
import subprocess
import sys
import sysconfig
import venv
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from zipfile import ZipFile

import pytest

from escalate_cli import __version__
from escalate_cli.policyfile.samples import sample_names

ROOT = Path(__file__).parent.parent
PROBE = """
import escalate_cli
from escalate_cli.policyfile.samples import sample_names, sample_policy, sample_tests
print(escalate_cli.__file__)
print(*[name for name in sample_names() if sample_policy(name) and sample_tests(name)])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a fresh wheel in a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    _python("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """Install the wheel into a venv of its own; give its programs' folder.

    The dependencies are borrowed from the running environment by a path file,
    which does not carry over that environment's link to the checkout.
    """
    folder = wheel.parent
    venv.create(folder / "venv", symlinks=True)
    into = ["--python", str(folder / "venv"), "install", "-q", "--no-deps", "--no-index"]
    _python("-m", "pip", *into, str(wheel), cwd=folder)
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "venv" / "bin"


def test_the_wheel_brings_the_sample_policies_and_their_tests(installed: Path) -> None:
    where, names = _run(str(installed / "python"), "-c", PROBE, cwd=installed).splitlines()
    assert where.startswith(str(installed.parent))
    assert names.split() == sample_names()


def test_the_package_has_a_name_that_is_free_and_a_page_without_dead_links(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = message_from_bytes(archive.read(name), policy=default)
    assert (metadata["Name"], metadata["Version"]) == ("escalate-cli", __version__)
    assert metadata["Description-Content-Type"] == "text/markdown"
    page = metadata.get_content()
    assert set(re.findall(r"]\((.*?:)?", page)) <= {"https:"}
    for file in re.findall(r" \(`([^`#]+)[^`]*`\)", page):
        assert (ROOT / file).is_file()
    assert "how people are reached (`docs/messages.md`)" in page


@pytest.mark.parametrize(
    "file",
    [
        "bash-completion/completions/escalate",
        "zsh/site-functions/_escalate",
        "fish/vendor_completions.d/escalate.fish",
    ],
)
def test_the_wheel_brings_what_shells_look_for(installed: Path, file: str) -> None:
    shell = file.partition("/")[0].removesuffix("-completion")
    script = (installed.parent / "share" / file).read_text(encoding="utf-8")
    assert _run(str(installed / "escalate"), "completion", shell, cwd=installed) == script


def test_the_wheel_brings_the_manual(installed: Path) -> None:
    pages = {page.name for page in (installed.parent / "share" / "man" / "man1").iterdir()}
    assert pages == {page.name for page in (ROOT / "docs" / "man").iterdir()}


@pytest.mark.parametrize("program", ["escalate", "esc"])
def test_the_wheel_brings_the_programs(installed: Path, program: str) -> None:
    assert __version__ in _run(str(installed / program), "--version", cwd=installed)


def test_the_module_runs_as_the_program_does(installed: Path) -> None:
    python = str(installed / "python")
    assert __version__ in _run(python, "-m", "escalate_cli", "--version", cwd=installed)


def _python(*arguments: str, cwd: Path) -> str:
    return _run(sys.executable, *arguments, cwd=cwd)


def _run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
