"""What the everyday commands load: modules cost start-up time, so they are named."""

import subprocess
import sys
from pathlib import Path

import pytest

TOO_DEAR = {
    "apprise",
    "asyncio",
    "dateutil",
    "email",
    "http",
    "jinja2",
    "logging",
    "multiprocessing",
    "numpy",
    "pydantic",
    "requests",
    "rich",
    "socket",
    "sqlite3",
    "tinydb",
    "tomllib",
    "typer.rich_utils",
    "unittest",
    "urllib.request",
    "xml",
    "yaml",
}
ONLY_FOR_TABLES = {
    "escalate_cli.render.parts.screen.text_table",
    "escalate_cli.render.results.list_page",
    "escalate_cli.render.results.now_page",
}
ONLY_TO_DECIDE = {
    "escalate_cli.domain.engine.engine",
    "escalate_cli.domain.messages.notifications",
    "escalate_cli.domain.verbs.carry_out",
    "escalate_cli.usecases.automation.decide_tickets",
    "escalate_cli.usecases.unit_of_work",
}
PROBE = """
import sys
from escalate_cli.cli.app import run
code = run(sys.argv[1:])
sys.stdout.flush()
sys.stderr.write("\\n".join(sys.modules))
sys.exit(code)
"""


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give an environment with a store of one ticket, whose policy is compiled already."""
    home = tmp_path_factory.mktemp("home")
    env = {
        "HOME": str(home),
        "ESCALATE_STORE": str(home / "store"),
        "ESCALATE_NOW": "2026-11-23T08:00:00Z",
        "ESCALATE_ACTOR": "ana",
    }
    loaded(["init", "--sample", "it-support"], env)
    loaded(["log", "Mail is down", "-p", "P1"], env)
    return env


@pytest.fixture(scope="module")
def idle(busy: dict[str, str]) -> dict[str, str]:
    """Give the same with a store of its own, in which nothing is due."""
    env = busy | {"ESCALATE_STORE": str(Path(busy["HOME"]) / "idle")}
    for begun in (["init", "--sample", "it-support"], ["log", "Mail is down"], ["check"]):
        loaded(begun, env)
    return env


def loaded(argv: list[str], env: dict[str, str]) -> set[str]:
    """Run a command line in a pipe, and name the modules in memory at its end."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *argv],
        cwd=Path(__file__).parent.parent,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines())


@pytest.mark.parametrize(
    "argv",
    [
        ["check", "--json", "--now", "+2h"],
        ["check", "--now", "+3h"],
        ["log", "Printer jams", "-p", "P4"],
        ["ack", "1", "--take"],
        ["note", "1", "on it"],
        ["list"],
        ["show", "1", "--json"],
    ],
    ids=" ".join,
)
def test_a_command_in_a_pipe_loads_nothing_dear(busy: dict[str, str], argv: list[str]) -> None:
    modules = loaded(argv, busy)
    assert sorted(modules & (TOO_DEAR | ONLY_FOR_TABLES)) == []


@pytest.mark.parametrize(
    "argv", [["log", "Noise"], ["ack", "1", "--take"], ["note", "1", "again"]], ids=" ".join
)
def test_the_few_digests_of_a_change_load_no_openssl(idle: dict[str, str], argv: list[str]) -> None:
    assert "_hashlib" not in loaded(argv, idle)


@pytest.mark.parametrize(
    ("argv", "most"),
    [
        (["check"], 139),
        (["log", "Printer jams", "-p", "P4"], 210),
        (["ack", "1", "--take"], 206),
        (["note", "1", "on it"], 220),
        (["list"], 175),
        (["show", "1"], 196),
        (["now"], 207),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_no_command_loads_more_of_our_modules_than_it_did(
    idle: dict[str, str], argv: list[str], most: int
) -> None:
    ours = [name for name in loaded(argv, idle) if name.partition(".")[0] == "escalate_cli"]
    assert len(ours) <= most


EVENTS = "escalate_cli.domain.ticket.events."


def test_a_kind_of_event_is_loaded_where_a_ticket_has_one(
    idle: dict[str, str], tmp_path: Path
) -> None:
    env = idle | {"ESCALATE_STORE": str(tmp_path / "store")}
    loaded(["init", "--sample", "it-support"], env)
    for argv, kinds in ((["log", "Noise"], {"lifecycle"}), (["ack", "1"], {"lifecycle", "work"})):
        modules = {name for name in loaded(argv, env) if name.startswith(EVENTS)}
        named = {name.removeprefix(EVENTS) for name in modules}
        assert named == kinds | {"base", "references", "wording"}


ONLY_FOR_PAGES = {
    "escalate_cli.render.parts.screen.ansi",
    "escalate_cli.render.parts.screen.folding",
    "escalate_cli.render.parts.words.caused_text",
    "escalate_cli.render.parts.words.urgency_marks",
}
ONLY_WHERE_ONE_IS = {
    "escalate_cli.domain.messages.batch",
    "escalate_cli.domain.policy.standing",
    "escalate_cli.domain.policy.standing.gauges",
    "escalate_cli.domain.ticket.people.approvers",
}


@pytest.mark.parametrize(
    "argv",
    [["check"], ["log", "Noise"], ["ack", "1", "--take"], ["show", "1"], ["now"]],
    ids=" ".join,
)
def test_what_holds_for_the_team_is_loaded_where_something_does(
    idle: dict[str, str], argv: list[str]
) -> None:
    assert sorted(loaded(argv, idle) & ONLY_WHERE_ONE_IS) == []


def test_a_page_of_what_comes_next_makes_no_text_of_a_message(idle: dict[str, str]) -> None:
    modules = loaded(["now", "--table"], idle)
    texts = {"string", "escalate_cli.domain.messages.message_templates", "unicodedata"}
    assert sorted(modules & texts) == []


@pytest.mark.parametrize("argv", [["log", "Noise"], ["ack", "1", "--take"]], ids=" ".join)
def test_a_pipe_loads_nothing_of_pages(idle: dict[str, str], argv: list[str]) -> None:
    assert sorted(loaded(argv, idle) & ONLY_FOR_PAGES) == []


def test_who_looks_at_a_ticket_loads_nothing_that_decides(idle: dict[str, str]) -> None:
    deciding = "escalate_cli.domain.engine.rule_evaluation"
    assert deciding not in loaded(["show", "1"], idle)


@pytest.mark.parametrize("argv", [["check"], ["list"], ["show", "1"]], ids=" ".join)
def test_what_only_reads_hashes_nothing(idle: dict[str, str], argv: list[str]) -> None:
    assert "hashlib" not in loaded(argv, idle)


@pytest.mark.parametrize("argv", [["check"], ["check", "--json"], ["list"]], ids=" ".join)
def test_where_nothing_is_decided_nothing_that_decides_is_loaded(
    idle: dict[str, str], argv: list[str]
) -> None:
    assert sorted(loaded(argv, idle) & ONLY_TO_DECIDE) == []


ONLY_FOR_TICKETS = {
    "escalate_cli.domain.messages.outbox_message",
    "escalate_cli.domain.ticket.events",
    "escalate_cli.domain.ticket.ticket",
    "escalate_cli.store.rows.transaction",
}


def test_a_check_with_nothing_due_loads_nothing_that_a_ticket_is_made_of(
    idle: dict[str, str],
) -> None:
    assert sorted(loaded(["check"], idle) & ONLY_FOR_TICKETS) == []


def test_the_page_now_loads_no_more_than_a_duty_plan(busy: dict[str, str]) -> None:
    modules = loaded(["now"], busy)
    assert modules & (TOO_DEAR | ONLY_FOR_TABLES) <= {"dateutil"}


@pytest.mark.parametrize("argv", [["note", "1", "on it"], ["check"]], ids=" ".join)
def test_nor_does_it_without_a_policy_file(
    busy: dict[str, str], tmp_path: Path, argv: list[str]
) -> None:
    env = busy | {"ESCALATE_STORE": str(tmp_path / "store")}
    loaded(["log", "Mail is down"], env)
    assert sorted(loaded(argv, env) & (TOO_DEAR | ONLY_FOR_TABLES)) == []


@pytest.mark.parametrize("argv", [["ack", "1", "--take"], ["log", "Printer jams"]], ids=" ".join)
def test_a_command_imports_no_other_command(busy: dict[str, str], argv: list[str]) -> None:
    package = "escalate_cli.cli.commands."
    modules = loaded(argv, busy)
    commands = {name.removeprefix(package) for name in modules if name.startswith(package)}
    assert len(commands) == 1


def test_tab_loads_neither_typer_nor_what_decodes_tickets(busy: dict[str, str]) -> None:
    modules = loaded(["_complete", "ack", ""], busy)
    assert "escalate_cli.store.file.ticket_titles" in modules
    assert sorted(modules & (TOO_DEAR | {"typer", "msgspec"})) == []


@pytest.mark.parametrize(
    "argv",
    [["now"], ["check", "--now", "+3h"], ["list"], ["show", "1"], ["why", "1"], ["log", "Noise"]],
    ids=" ".join,
)
def test_a_page_loads_no_rich(busy: dict[str, str], argv: list[str]) -> None:
    modules = loaded([*argv, "--table"], busy)
    assert "escalate_cli.render.parts.screen.styled_text" in modules
    assert "rich" not in modules
