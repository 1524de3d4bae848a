"""The bundle of modules: what was loaded once is found in one file, as long as it is the same."""

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import cache_from_source
from pathlib import Path

import pytest

SCRIPT = """
import sys
from escalate_cli.cli.module_bundle import ModuleBundle

sys.path.insert(0, sys.argv[1])
import parcel

bundle = ModuleBundle(parcel.__file__)
sys.meta_path.insert(0, bundle)
try:
    from parcel import nothing
except ImportError:
    pass
import parcel.inner.leaf as leaf

bundle.keep()
print(leaf.VALUE, type(leaf.__spec__.loader).__name__, type(parcel.inner.__spec__.loader).__name__)
if sys.argv[2:]:
    exec(sys.argv[2])
"""
FROM_FILES = "SourceFileLoader SourceFileLoader\n"
FROM_BUNDLE = "_Loader _Loader\n"

Load = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a package of two levels in it."""
    inner = tmp_path / "parcel" / "inner"
    inner.mkdir(parents=True)
    (inner.parent / "__init__.py").touch()
    (inner / "__init__.py").write_text("from parcel.inner import leaf\n")
    (inner / "leaf.py").write_text("VALUE = 1\n")
    return tmp_path


@pytest.fixture
def load(folder: Path) -> Load:
    """Give what loads the package in a process of its own, and returns what that printed."""

    def run(more: str = "", *options: str, at: Path = folder) -> str:
        command = [sys.executable, *options, "-c", SCRIPT, str(at), more]
        done = subprocess.run(
            command,
            cwd=Path(__file__).parents[3],
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.stderr == ""
        return done.stdout

    return run


def bundle_in(folder: Path) -> Path:
    """Name the file in which the bundle of the package lies."""
    compiled = Path(cache_from_source(str(folder / "parcel" / "__init__.py"), optimization=""))
    return compiled.with_suffix(".bundle")


def test_what_one_process_loaded_the_next_finds_in_the_bundle(folder: Path, load: Load) -> None:
    assert load() == f"1 {FROM_FILES}"
    assert load() == f"1 {FROM_BUNDLE}"
    assert [*bundle_in(folder).parent.glob("*.bundle*")] == [bundle_in(folder)]


def test_a_bundle_that_lacks_nothing_is_left_alone(folder: Path, load: Load) -> None:
    load()
    kept = bundle_in(folder).stat()
    load()
    assert bundle_in(folder).stat().st_ino == kept.st_ino


def test_a_module_whose_source_changed_is_loaded_anew_and_kept_so(folder: Path, load: Load) -> None:
    load()
    (folder / "parcel" / "inner" / "leaf.py").write_text("VALUE = 22\n")
    assert load() == "22 SourceFileLoader _Loader\n"
    assert load() == f"22 {FROM_BUNDLE}"


def test_a_module_that_is_gone_is_not_found(folder: Path, load: Load) -> None:
    (folder / "parcel" / "extra.py").touch()
    load("import parcel.extra; bundle.keep()")
    (folder / "parcel" / "extra.py").unlink()
    probe = "from importlib.util import find_spec; print(find_spec('parcel.extra'))"
    assert load(probe) == f"1 {FROM_BUNDLE}None\n"


@pytest.mark.parametrize(
    "content",
    [
        lambda _: b"",
        lambda _: b"something else",
        lambda whole: whole[:60],
        lambda whole: whole[:40] + b"\xff" * 200,
    ],
    ids=["empty", "foreign", "cut off", "garbled"],
)
def test_a_bundle_that_cannot_be_read_is_made_anew(
    folder: Path, load: Load, content: Callable[[bytes], bytes]
) -> None:
    load()
    bundle = bundle_in(folder)
    bundle.write_bytes(content(bundle.read_bytes()))
    assert load() == f"1 {FROM_FILES}"
    assert load() == f"1 {FROM_BUNDLE}"


def test_code_that_is_cut_off_is_read_from_the_source(folder: Path, load: Load) -> None:
    load()
    bundle = bundle_in(folder)
    bundle.write_bytes(bundle.read_bytes()[:-20])
    assert load() == f"1 {FROM_BUNDLE}"


BROKEN = "import os; bundle._file = os.open(os.devnull, os.O_WRONLY);"
"""From then on no code can be read from the bundle."""


def test_code_that_the_disk_does_not_give_is_read_from_the_source(load: Load) -> None:
    load()
    again = "sys.modules.pop('parcel.inner.leaf'); import parcel.inner.leaf as b; print(b.VALUE)"
    assert load(f"{BROKEN} {again}") == f"1 {FROM_BUNDLE}1\n"


def test_code_that_the_disk_does_not_give_is_not_kept_as_none(folder: Path, load: Load) -> None:
    load()
    (folder / "parcel" / "inner" / "leaf.py").write_text("VALUE = 20\n")
    assert load(f"{BROKEN} bundle.keep()") == "20 SourceFileLoader _Loader\n"
    assert load() == "20 _Loader SourceFileLoader\n"
    assert load() == f"20 {FROM_BUNDLE}"


def test_a_package_that_moved_does_not_use_what_was_kept_elsewhere(
    folder: Path, load: Load
) -> None:
    load()
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (folder / "parcel").rename(elsewhere / "parcel")
    assert load(at=elsewhere) == f"1 {FROM_FILES}"
    assert load(at=elsewhere) == f"1 {FROM_BUNDLE}"


def test_nothing_is_kept_where_python_keeps_no_bytecode(folder: Path, load: Load) -> None:
    assert load("", "-B") == f"1 {FROM_FILES}"
    assert not bundle_in(folder).exists()


def test_nothing_is_kept_where_nothing_may_be_written(folder: Path, load: Load) -> None:
    bundle_in(folder).mkdir(parents=True)  # root may write into any folder, but not over one
    assert load() == f"1 {FROM_FILES}"
    assert [path.name for path in bundle_in(folder).parent.glob("*.bundle*")] == [
        bundle_in(folder).name
    ]


def test_a_module_in_a_bundle_knows_where_it_lies(folder: Path, load: Load) -> None:
    load()
    probe = (
        "import inspect, importlib.resources as r; print(leaf.__file__, *parcel.inner.__path__,"
        "inspect.getsource(leaf).strip(), r.files('parcel.inner') / 'leaf.py')"
    )
    inner = folder / "parcel" / "inner"
    assert load(probe) == (
        f"1 {FROM_BUNDLE}{inner / 'leaf.py'} {inner} VALUE = 1 {inner / 'leaf.py'}\n"
    )


def test_what_lies_elsewhere_on_the_path_is_not_kept(folder: Path, load: Load) -> None:
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    (elsewhere / "stray.py").touch()
    probe = f"sys.path.append({str(elsewhere)!r}); import stray, this; bundle.keep()"
    load(probe)
    content = bundle_in(folder).read_bytes()
    assert b"leaf.py" in content
    assert b"stray.py" not in content


@pytest.mark.parametrize(("env", "kept"), [({}, 1), ({"PYTHONPATH": "elsewhere"}, 0)])
def test_the_program_has_one_unless_other_modules_may_be_meant(
    tmp_path: Path, env: dict[str, str], kept: int
) -> None:
    command = [sys.executable, "-m", "escalate_cli", "--version"]
    env |= {"PYTHONPYCACHEPREFIX": str(tmp_path)}
    subprocess.run(command, cwd=Path(__file__).parents[3], env=env, check=True)
    assert len([*tmp_path.rglob("__init__.*.bundle")]) == kept


@pytest.fixture
def late(folder: Path) -> Path:
    """Give a package that imports, as a whole, what few commands use."""
    source = "import textwrap\nimport parcel.inner.used\nVALUE = 1\n"
    wrapped = "def wrapped():\n    return textwrap.fill('a b', 1)\n"
    (folder / "parcel" / "inner" / "leaf.py").write_text(source + wrapped)
    (folder / "parcel" / "inner" / "used.py").write_text("import textwrap\n")
    return folder


HAS_RUN = "print('fill' in vars(sys.modules['textwrap']));"


def test_what_few_commands_use_runs_when_something_of_it_is_asked_for(
    late: Path, load: Load
) -> None:
    use = f"{HAS_RUN} print(leaf.wrapped().split()); {HAS_RUN} print(sys.modules['textwrap'])"
    load(use)
    first, used, then, shown = load(use).splitlines()[-4:]
    assert (first, used, then) == ("False", "['a', 'b']", "True")
    assert "textwrap" in shown
    assert late.is_dir()


def test_what_few_commands_use_runs_once_however_many_ask(late: Path, load: Load) -> None:
    ask = """
import threading, time
import textwrap
spec = textwrap.__spec__
kept, runs = spec.loader_state, []

class Slow:
    def exec_module(self, module):
        runs.append(1)
        time.sleep(0.1)
        kept.exec_module(module)

spec.loader_state = Slow()
found = []
threads = [threading.Thread(target=lambda: found.append(textwrap.fill)) for _ in range(4)]
for each in threads:
    each.start()
for each in threads:
    each.join()
print(len(runs), len(found))
"""
    load()
    assert load(ask).splitlines()[-1] == "1 4"
    assert late.is_dir()


def test_what_waits_lacks_what_its_code_does_not_make(late: Path, load: Load) -> None:
    load()
    asked = "import textwrap; print(getattr(textwrap, 'nothing', 'none'), textwrap.dedent(' a'))"
    assert load(asked).splitlines()[-1] == "none a"
    assert late.is_dir()
