"""A pool in transaction mode stands between: few connections serve many programs, all the same."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.cli.shell import PROGRAM, program
from tests.postgres_server import Server

POOL = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
WRITERS = 6

INI = """\
[databases]
postgres = host={folder} dbname=postgres user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 2
"""


@pytest.fixture
def pool(server: Server) -> Iterator[str]:
    """Start a pool of two connections, as whoever owns the server; return its address."""
    if POOL is None:
        pytest.skip("no pgbouncer is installed")
    [folder] = parse_qs(urlsplit(server.address).query)["host"]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    settings = Path(folder) / "pool.ini"
    settings.write_text(INI.format(folder=folder, port=port))
    settings.chmod(0o644)
    owner = Path(folder).stat().st_uid if os.getuid() == 0 else None
    running = subprocess.Popen([POOL, "-q", str(settings)], user=owner)
    for _ in range(50):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            break
        time.sleep(0.1)
    name = server.new_address().partition("store=")[2]
    yield f"postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=disable&store={name}"
    running.send_signal(signal.SIGTERM)
    running.wait(timeout=10)


@pytest.mark.faults
def test_a_pool_in_transaction_mode_serves_every_command(pool: str, tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "ESCALATE_STORE": pool}
    commands = [
        *(["init"], ["log", "Mail is down", "-r", "kim"], ["ack", "1"], ["note", "1", "on it"]),
        *(["check"], ["list"], ["list", "mail"], ["undo"], ["verify"], ["report"], ["doctor"]),
    ]
    for argv in commands:
        done = program(*argv, env=env)
        assert (argv, done.code) == (argv, 0), done.stderr
    writers = [
        subprocess.Popen(
            [PROGRAM, "log", f"Disk {n}"], env=env, stdout=subprocess.PIPE, encoding="utf-8"
        )
        for n in range(WRITERS)
    ]
    ids = {writer.communicate(timeout=60)[0].strip() for writer in writers}
    assert len(ids - {""}) == WRITERS
    assert len(program("list", env=env).stdout.splitlines()) == 1 + WRITERS
    assert program("verify", env=env).code == 0
