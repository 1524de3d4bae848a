"""Every command takes the shared options, wherever they stand."""

import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Annotated

import pytest
import typer

from escalate_cli.cli.command_loader import LazyCommand
from escalate_cli.cli.error_reporting import report
from escalate_cli.cli.global_options import shared
from escalate_cli.errors import ExitCode
from escalate_cli.invocation import Invocation

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

calls: list[tuple[object, ...]] = []


@pytest.fixture(autouse=True)
def _wired_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the wiring: it has the settings alone."""
    module = ModuleType("escalate_cli.wiring")
    vars(module)["Wiring"] = lambda settings: SimpleNamespace(
        settings=settings, left_out=False, say_notice=lambda: None
    )
    monkeypatch.setitem(sys.modules, "escalate_cli.wiring", module)
    calls.clear()


@shared
def show(
    run: "Wiring",
    ids: Annotated[list[str], typer.Argument()],
    raw: Annotated[bool, typer.Option("--raw")] = False,
) -> None:
    """Show tickets in full."""
    calls.append((run.settings, ids, raw))


@shared(lists=True)
def listing(run: "Wiring", query: "Annotated[str, typer.Argument()]" = "") -> None:
    """List tickets."""
    calls.append((run.settings, query))


def call(command: Callable[..., None], *argv: str) -> int:
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command("verb", cls=LazyCommand)(command)
    built = typer.main.get_command(app)
    try:
        with built.make_context("verb", list(argv)) as context:
            built.invoke(context)
    except Exception as error:  # noqa: BLE001 - as the entry does
        return report(error)
    return 0


@shared
def incomplete(run: "Wiring") -> None:
    """Show all but what cannot be shown."""
    run.left_out = True


def test_a_command_that_left_something_out_ends_in_2() -> None:
    assert call(incomplete) == ExitCode.COULD_NOT


def test_without_options_the_settings_are_the_usual() -> None:
    assert call(show, "1") == 0
    assert calls == [(Invocation(), ["1"], False)]


@pytest.mark.parametrize(
    "argv",
    [
        "--store s --json --as ana --now 9:00 -q --policy p.yaml --fields id 1 2 --raw",
        "1 2 --raw --quiet --fields=id --policy=p.yaml --now=9:00 --as=ana --json --store=s",
        "1 -q --raw --json 2 --as ana --store s --now 9:00 --fields id --policy p.yaml",
    ],
    ids=["before", "after", "between"],
)
def test_options_may_stand_anywhere(argv: str) -> None:
    assert call(show, *argv.split()) == 0
    settings = Invocation(
        store="s", json=True, actor="ana", now="9:00", quiet=True, policy="p.yaml", fields="id"
    )
    assert calls == [(settings, ["1", "2"], True)]


@pytest.mark.parametrize(
    ("argv", "settings"),
    [
        (["--jsonl"], Invocation(jsonl=True)),
        (["--header"], Invocation(header=True)),
        (["--fields", "id,due_at"], Invocation(fields="id,due_at")),
        (["--table"], Invocation(table=True)),
    ],
    ids=lambda case: case[0] if isinstance(case, list) else "",
)
def test_a_list_has_more_shapes(argv: list[str], settings: Invocation) -> None:
    assert call(listing, "tag:vip", *argv) == 0
    assert calls == [(settings, "tag:vip")]


@pytest.mark.parametrize("option", ["--jsonl", "--header"])
def test_a_document_has_no_shape_of_a_list(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(show, "1", option) == 2
    assert f"no such option: {option}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "named"),
    [
        (["--json", "--jsonl"], "--json and --jsonl"),
        (["--table", "--json"], "--json and --table"),
        (["--jsonl", "--table"], "--jsonl and --table"),
    ],
    ids=lambda case: " ".join(case) if isinstance(case, list) else "",
)
def test_one_look_excludes_the_others(
    argv: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(listing, *argv) == 2
    assert calls == []
    assert capsys.readouterr().err == (
        f"escalate: error: {named} exclude each other\nhelp: choose one of them\n"
    )


def test_the_help_is_the_command_s_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(show, "--help") == 0
    own, common = capsys.readouterr().out.split("Common options:")
    assert "  Show tickets in full.\n" in own
    assert "--raw" in own
    assert "--store" not in own
    assert [line.split()[0] for line in common.splitlines() if line.strip()] == [
        *("--json", "--fields", "--table", "--store", "--policy"),
        *("--as", "--now", "--color", "-q,", "--help"),
    ]
