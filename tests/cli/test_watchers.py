"""Who watches the watcher: a terminal, a ping, a file of metrics, and what runs `check`."""

import json
import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from escalate_cli.store.file.published_file import METRICS
from tests.cli.shell import PROGRAM, Result, Shell, on_terminal
from tests.strange import STRANGE
from tests.unit.notify.servers import webhook

ELEVEN = "2026-11-23T11:00:00+01:00"
SAID = "1 ticket due for a check since 09:15: escalate doctor says why"


@pytest.fixture
def late(support: Shell) -> Shell:
    """Log a P1 at nine, of which something is due at a quarter past."""
    support.log("No mail", "-p", "P1")
    return support


@pytest.fixture
def at_eleven(late: Shell) -> Callable[..., list[str]]:
    """Run the program on a terminal at eleven."""
    env = {**late.env, "TERM": "dumb", "ESCALATE_NOW": ELEVEN}
    return lambda *argv: on_terminal([PROGRAM, *argv], env).plain.splitlines()


@pytest.mark.parametrize(
    "argv", [["list"], ["show", "1"], ["note", "1", "on it"], ["check", "--dry-run"]], ids=" ".join
)
def test_a_terminal_says_once_that_no_check_runs(
    at_eleven: Callable[..., list[str]], argv: list[str]
) -> None:
    said = at_eleven(*argv)
    assert (said[-1], said.count(SAID)) == (SAID, 1)


@pytest.mark.parametrize(("columns", "lines"), [(40, 10), (80, 24)])
def test_what_stands_on_the_screen_leaves_room_for_it(
    late: Shell, columns: int, lines: int
) -> None:
    drafts = (json.dumps({"title": f"Printer {n} jams", "priority": "P3"}) for n in range(40))
    late.done("log", "--from", "-", stdin="\n".join(drafts))
    env = {**late.env, "TERM": "dumb", "ESCALATE_NOW": ELEVEN}
    del env["COLUMNS"]
    shown = on_terminal([PROGRAM, "list"], env, size=(lines, columns)).plain.splitlines()
    assert (shown[0].split()[0], len(shown)) == ("ID", lines - 1)
    assert max(map(len, shown)) <= columns
    assert " ".join("\n".join(shown).split()).endswith(SAID)


def test_the_page_now_has_it_in_its_head_alone(at_eleven: Callable[..., list[str]]) -> None:
    said = at_eleven()
    assert (said[1], said.count(SAID)) == (SAID, 1)


@pytest.mark.parametrize("argv", [["check"], ["list", "-q"], ["doctor"], ["where"]], ids=" ".join)
def test_it_is_not_said_where_it_is_not_so_or_not_asked(
    at_eleven: Callable[..., list[str]], argv: list[str]
) -> None:
    assert SAID not in at_eleven(*argv)


def test_a_pipe_hears_nothing_of_it(late: Shell) -> None:
    assert late("list", now=ELEVEN).stderr == ""


def test_a_good_run_pings(late: Shell) -> None:
    with webhook() as server:
        done = late("check", "--ping", f"http://{server.place}/secret", now=ELEVEN)
    assert (done.code, done.stderr, len(server.requests)) == (0, "", 1)
    assert done.stdout.startswith("T-1 P1 ")


def test_a_ping_that_fails_is_said_and_changes_nothing(late: Shell) -> None:
    with webhook(answer=301) as server:
        done = late("check", "--ping", f"http://{server.place}/secret", now=ELEVEN)
    assert (done.code, len(server.requests)) == (0, 1)
    assert done.stderr == (
        "escalate: warning: the ping of 127.0.0.1 failed: it answered 301, which leads elsewhere"
        " and is not followed; what was decided stands\nhelp: the next good run pings again\n"
    )
    assert "target_breached" in late.kinds()


def test_a_run_that_is_not_good_does_not_ping(late: Shell) -> None:
    late.follow("version: 9\n")
    with webhook() as server:
        done = late("check", "--ping", f"http://{server.place}/", now=ELEVEN)
    assert (done.code, server.requests) == (2, [])


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--ping", "example.org"], "--ping needs an address of a web service"),
        (["--ping", "http://a.test/", "--dry-run"], "--ping tells of a run, and --dry-run"),
        (["--metrics", "m.prom", "--nagios"], "--metrics tells of a run, and --dry-run"),
        (["--metrics", "{store}/policy.yaml"], "{store}/policy.yaml is a file of the store"),
    ],
    ids=["no address", "no run", "no run either", "a file of the store"],
)
def test_what_cannot_be_told_is_refused_before_anything_is_decided(
    late: Shell, argv: list[str], said: str
) -> None:
    before = late.file()
    done = late("check", *(each.format(store=late.store) for each in argv), now=ELEVEN)
    assert (done.code, done.stdout, late.file()) == (2, "", before)
    assert done.stderr.startswith(f"escalate: error: {said.format(store=late.store)}")


def test_prometheus_reads_what_a_run_did_and_left(late: Shell, tmp_path: Path) -> None:
    file = tmp_path / "escalate.prom"
    late.done("check", "--metrics", str(file), now=ELEVEN)
    samples = read(file)
    assert {labels["store"] for _, labels in samples.values()} == {str(late.store)}
    values = {name.removeprefix("escalate_"): value for name, (value, _) in samples.items()}
    assert values["check_timestamp_seconds"] == 1795428000
    assert (values["tickets_open"], values["tickets_overdue"], values["check_errors"]) == (1, 1, 0)
    assert values["oldest_overdue_seconds"] == 6300
    assert values["check_decisions"] > 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert [each.name for each in tmp_path.iterdir() if "prom" in each.name] == ["escalate.prom"]


def test_a_run_that_failed_is_in_the_metrics_too(late: Shell, tmp_path: Path) -> None:
    file = tmp_path / "escalate.prom"
    late.done("check", "--metrics", str(file), now=ELEVEN)
    file.chmod(0o640)
    late.log("Later", now="2026-11-23T13:00:00+01:00")
    done = late("check", "--metrics", str(file), now="2026-11-23T12:00:00+01:00")
    assert (done.code, read(file)["escalate_check_errors"][0]) == (2, 1)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640, "as somebody set it"


def read(file: Path) -> dict[str, tuple[float, dict[str, str]]]:
    """Return what Prometheus makes of a file."""
    families = list(text_string_to_metric_families(file.read_text(encoding="utf-8")))
    assert all(family.type == "gauge" and family.documentation for family in families)
    return {each.name: (each.value, each.labels) for family in families for each in family.samples}


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_metrics_are_not_written_over_what_is_not_ours(
    late: Shell, tmp_path: Path, plant: Callable[[Path], object]
) -> None:
    (tmp_path / "victim").write_text("mine", encoding="utf-8")
    plant(tmp_path / "m.prom")
    refused(late, tmp_path / "m.prom")
    assert (tmp_path / "victim").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("text", ["mine", "# HELP node_load1 1m load average.\n"])
def test_nor_over_the_text_of_others(late: Shell, tmp_path: Path, text: str) -> None:
    file = tmp_path / "m.prom"
    file.write_text(text, encoding="utf-8")
    assert "is no metrics of escalate" in refused(late, file)
    assert file.read_text(encoding="utf-8") == text


def test_a_folder_that_is_not_there_is_not_made(late: Shell, tmp_path: Path) -> None:
    assert "no such file or directory" in refused(late, tmp_path / "gone" / "m.prom")


def refused(shell: Shell, file: Path) -> str:
    """Run a check that cannot write its metrics, which decides all the same."""
    done = shell("check", "--metrics", str(file), now=ELEVEN)
    assert (done.code, done.stderr.count("escalate: ")) == (2, 1), done.stderr
    assert done.stderr.startswith(f"escalate: warning: the metrics cannot be written to {file}: ")
    assert "target_breached" in shell.kinds()
    return done.stderr


def test_a_name_like_any_other_is_a_label(late: Shell, tmp_path: Path) -> None:
    odd = Shell(tmp_path / 'a "b" \\c {d}', late.env)
    shutil.copytree(late.store, odd.store)
    odd.done("check", "--metrics", str(tmp_path / "m.prom"), now=ELEVEN)
    assert (tmp_path / "m.prom").read_bytes().startswith(METRICS.beginning)
    assert read(tmp_path / "m.prom")["escalate_tickets_open"][1]["store"] == str(odd.store)


def test_cron_gets_a_line_that_finds_the_store(late: Shell, program: Callable[..., Result]) -> None:
    done = program("doctor", "--units", "cron")
    assert done.stdout == f"*/5 * * * * {PROGRAM} check --store {late.store}\n"
    assert (done.stderr, done.code) == ("crontab -e takes this line\n", 0)


def test_what_cron_would_read_otherwise_is_escaped(late: Shell, tmp_path: Path) -> None:
    odd = Shell(tmp_path / "a 50% b", late.env)
    shutil.copytree(late.store, odd.store)
    policy = late.policy
    line = odd.done("doctor", "--units", "cron", "--policy", str(policy)).stdout
    store = str(odd.store).replace("%", r"\%")
    assert line == f"*/5 * * * * escalate check --store '{store}' --policy {policy}\n"


def test_systemd_takes_its_units(late: Shell, tmp_path: Path) -> None:
    odd = Shell(tmp_path / 'a 50% "b" $HOME \\c', late.env)
    shutil.copytree(late.store, odd.store)
    done = subprocess.run(
        [PROGRAM, "doctor", "--units", "systemd", "--json"],
        env=odd.env,
        capture_output=True,
        check=True,
    )
    units = json.loads(done.stdout)
    assert list(units) == ["escalate-check.service", "escalate-check.timer"]
    quoted = str(odd.store).replace("\\", r"\\").replace('"', r"\"").replace("%", "%%")
    quoted = quoted.replace("$", "$$")
    assert (
        f'ExecStart="{PROGRAM}" "check" "--store" "{quoted}"\n' in units["escalate-check.service"]
    )
    assert "OnCalendar=*:0/5\n" in units["escalate-check.timer"]
    verify = shutil.which("systemd-analyze")
    if verify:
        for name, text in units.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        files = [str(tmp_path / name) for name in units]
        env = {"PATH": os.environ["PATH"], "SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
        judged = subprocess.run(
            [verify, "verify", "--man=no", *files], env=env, capture_output=True, check=False
        )
        complaints = judged.stderr.decode().splitlines()
        assert [line for line in complaints if "escalate" in line] == []


def test_the_units_are_printed_under_their_names(late: Shell) -> None:
    done = late.done("doctor", "--units", "systemd")
    heads = [line for line in done.stdout.splitlines() if line.startswith("#")]
    assert heads == ["# escalate-check.service", "# escalate-check.timer"]
    assert "systemctl --user enable --now escalate-check.timer" in done.stderr


def test_there_is_nothing_to_run_without_a_store(escalate: Shell) -> None:
    done = escalate("doctor", "--units", "cron")
    assert (done.code, done.stdout) == (2, "")


def test_a_path_that_fits_into_no_line_is_refused(late: Shell, tmp_path: Path) -> None:
    odd = Shell(tmp_path / "a\nb", late.env)
    shutil.copytree(late.store, odd.store)
    done = odd("doctor", "--units", "cron")
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith("escalate: error: a path with control characters fits into no")
