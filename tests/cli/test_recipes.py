"""What the docs say about other programs is run as it stands there, by those that are installed."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.cli.shell import PROGRAM, Shell
from tests.patience import PATIENCE

DOCS = Path(__file__).parents[2] / "docs"
MAIL = """From: Kim Ode <kim@example.org>
To: support@example.org
Subject: Printer
Message-ID: <m1@example.org>

It prints blank pages.
"""
ALERT = """{"version": "4", "alerts": [{"status": "firing", "fingerprint": "c0ffee",
"labels": {"alertname": "DiskFull", "severity": "critical"},
"annotations": {"summary": "Disk full"},
"startsAt": "2026-11-23T08:00:00Z", "endsAt": "0001-01-01T00:00:00Z"}]}"""
MACROS = {
    "TIMET": "1795420800",
    "HOSTNAME": "web1",
    "SERVICEDESC": "HTTP",
    "SERVICESTATE": "CRITICAL",
    "SERVICESTATETYPE": "HARD",
    "SERVICEATTEMPT": "3",
    "SERVICEOUTPUT": "refused",
    "HOSTSTATE": "DOWN",
    "HOSTSTATETYPE": "HARD",
    "HOSTATTEMPT": "3",
    "HOSTOUTPUT": "no answer",
}


def block(page: str, mark: str) -> str:
    """Return the first block of code of a page that has a mark in it."""
    text = (DOCS / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return str(next(each for each in blocks if mark in each))


def here(text: str, support: Shell, program: str = PROGRAM) -> str:
    """Return a text of the docs with the program and the store of this test."""
    named = text.replace("/usr/local/bin/escalate", program)
    return named.replace("/srv/ops/.escalate", str(support.store))


def by_shell(command: str, support: Shell, stdin: str = "", **env: str) -> int:
    """Run a command line as the programs do that hand it to a shell; return how it ended.

    The store is that which the command line names.
    """
    ours = {name: value for name, value in support.env.items() if name != "ESCALATE_STORE"}
    where = support.store.parent
    shell = ["/bin/sh", "-c", command]
    done = subprocess.run(shell, input=stdin, text=True, env=ours | env, cwd=where, check=False)
    return done.returncode


def installed(*names: str) -> pytest.MarkDecorator:
    """Skip a test where a program is missing."""
    missing = [name for name in names if shutil.which(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


def filtered(name: str, rules: str, support: Shell) -> int:
    """Let a filter of mails deliver one by its rules; return how it ended."""
    file = support.store.with_name("rules")
    file.write_text(rules)
    file.chmod(0o600)  # a filter trusts no file that others may write
    return by_shell(f"exec {name} {file}", support, MAIL, HOME=str(file.parent))


RULES = {"procmail": "EXITCODE=75", "maildrop": 'to "| /usr/local/bin/escalate'}


@pytest.mark.parametrize("name", [pytest.param(name, marks=installed(name)) for name in RULES])
def test_a_filter_hands_a_mail_over(support: Shell, name: str) -> None:
    rules = block("recipes.md", RULES[name])
    assert filtered(name, here(rules, support), support) == 0
    assert support.show()["title"] == "Printer"


@pytest.mark.parametrize("name", [pytest.param(name, marks=installed(name)) for name in RULES])
def test_a_filter_asks_for_another_try_where_the_program_fails(support: Shell, name: str) -> None:
    rules = block("recipes.md", RULES[name])
    assert filtered(name, here(rules, support, "/bin/false"), support) == os.EX_TEMPFAIL


@pytest.mark.parametrize("mark", RULES.values(), ids=RULES)
def test_what_a_filter_runs_takes_a_mail(support: Shell, mark: str) -> None:
    [command] = re.findall(r"\| (/usr.*?)\"?$", block("recipes.md", mark), re.MULTILINE)
    store = str(support.store)
    assert by_shell(here(command, support), support, MAIL, ESCALATE_STORE=store) == 0
    assert support.show()["requester"] == "kim@example.org"


def test_an_alias_takes_a_mail_or_has_it_tried_again(support: Shell) -> None:
    [command] = re.findall(r'^support: "\|(.*)"$', block("recipes.md", "support: "), re.MULTILINE)
    assert by_shell(here(command, support), support, MAIL) == 0
    assert by_shell(here(command, support, "/bin/false"), support, MAIL) == os.EX_TEMPFAIL
    assert support.show()["title"] == "Printer"


@installed("sievec")
def test_sieve_understands_its_script(tmp_path: Path) -> None:
    (tmp_path / "rules.sieve").write_text(block("recipes.md", "vnd.dovecot.pipe"))
    (tmp_path / "dovecot.conf").write_text(
        "plugin {\n  sieve_plugins = sieve_extprograms\n  sieve_extensions = +vnd.dovecot.pipe\n}\n"
    )
    command = ["sievec", "-c", "dovecot.conf", "rules.sieve", "rules.svbin"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_sieve_pipes_into_takes_a_mail(support: Shell) -> None:
    script = block("recipes.md", "ESCALATE_STORE=/srv/ops/.escalate exec")
    assert by_shell(here(script, support), support, MAIL) == 0
    assert support.show()["title"] == "Printer"


@pytest.mark.parametrize(
    ("kind", "title"), [("service", "web1 / HTTP / refused"), ("host", "web1")]
)
def test_nagios_logs_what_is_certain(support: Shell, kind: str, title: str) -> None:
    text = block("recipes.md", "define command")
    [command] = re.findall(rf"escalate-{kind}\n  command_line +(.*)$", text, re.MULTILINE)
    for state in ("SOFT", "HARD"):
        line = re.sub(r"\$([A-Z]+)\$", lambda macro: MACROS[macro[1]], command)
        assert by_shell(here(line.replace("HARD", state), support), support) == 0
    [ticket] = support.done("list", "--json").data
    assert ticket["title"].startswith(title)


def the_hook(support: Shell) -> Path:
    """Write the script that a webhook runs."""
    script = support.store.with_name("log-alerts")
    script.write_text(here(block("recipes.md", '--resolve "$BODY"'), support))
    script.chmod(0o755)
    return script


def test_what_a_webhook_runs_takes_alerts(support: Shell) -> None:
    body = support.store.with_name("body")
    body.write_text(ALERT)
    assert by_shell(str(the_hook(support)), support, BODY=str(body)) == 0
    assert support.show()["title"] == "Disk full"


@installed("webhook")
def test_a_webhook_takes_alerts_of_who_knows_the_secret(support: Shell) -> None:
    hooks = support.store.with_name("hooks.json")
    text = block("recipes.md", '"execute-command"')
    hooks.write_text(text.replace("/usr/local/bin/log-alerts", str(the_hook(support))))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["webhook", "-hooks", str(hooks), "-ip", "127.0.0.1", "-port", str(port)]
    with subprocess.Popen(command, env=support.env, stderr=subprocess.DEVNULL) as server:
        try:
            assert posted(port, "Bearer a-long-secret", ALERT) == (200, "T-1\n")
            assert "T-1" not in posted(port, "Bearer guessed", ALERT)[1]
            assert posted(port, "Bearer a-long-secret", "no alert")[0] == 500
        finally:
            server.terminate()
    assert [e["kind"] for e in support.show()["events"]].count("ticket_logged") == 1


def posted(port: int, secret: str, body: str) -> tuple[int, str]:
    """Post to the hook, once it listens; return the code and the last line of the answer."""
    url = f"http://127.0.0.1:{port}/hooks/alerts"
    request = Request(url, body.encode(), {"Authorization": secret})
    for _ in range(int(10 * PATIENCE)):
        try:
            with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - http, as built
                return answer.status, answer.read().decode().splitlines(keepends=True)[-1]
        except HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            time.sleep(0.1)
    pytest.fail("the hook does not listen")


STAND_IN = f"""#!{sys.executable}
import re, sys
from pathlib import Path
try:
    import duckdb
    print(duckdb.sql(sys.argv[2]))
except ModuleNotFoundError:
    read = re.findall(r"'([a-z]+\\.(?:csv|jsonl))'", sys.argv[2])
    sys.exit(0 if read and all(Path(name).stat().st_size for name in read) else 1)
"""
"""What is run for `duckdb` where only its module is installed; without that, it finds its files."""


def test_duckdb_reads_what_is_exported(support: Shell, tmp_path: Path) -> None:
    support.log("Printer")
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "escalate").symlink_to(PROGRAM)
    if shutil.which("duckdb") is None:
        (tools / "duckdb").write_text(STAND_IN)
        (tools / "duckdb").chmod(0o755)
    path = f"{tools}{os.pathsep}{support.env['PATH']}"
    command = "set -e\n" + block("export.md", "duckdb -c")
    assert by_shell(command, support, PATH=path, ESCALATE_STORE=str(support.store)) == 0
    assert "customer" in (tmp_path / "tickets.csv").read_text().splitlines()[0].split(",")
    assert '{"table":"tickets","number":1,' in (tmp_path / "record.jsonl").read_text()
