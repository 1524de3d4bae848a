"""Run a program, without a shell, with the message as JSON on its standard input."""

import atexit
import os
import selectors
import signal
import time
from contextlib import suppress
from shutil import which
from string import Template
from subprocess import PIPE, STDOUT, Popen
from tempfile import TemporaryFile
from threading import Lock
from typing import Final

from escalate_cli.domain.messages.batch import Batch, header_line
from escalate_cli.domain.policy.people import Channel
from escalate_cli.errors import DeliveryError, reason_of
from escalate_cli.notify.channels import LIMIT, Means, channel
from escalate_cli.notify.payload import document
from escalate_cli.suggestions import shell_word

PERMANENT: Final = {64: "usage", 65: "data", 67: "no user", 68: "no host", 77: "permission"}
"""Exit codes by which a program says that trying again cannot help, as in sysexits.h."""

PASSED_ON: Final = ("PATH", "HOME", "LANG", "ESCALATE_POLICY")

_KEPT = 2000
_CHUNK = 65536
_GLANCE = 0.05
_running: set[int] = set()
_starting = Lock()


@channel
def run(parcel: Batch, means: Means) -> None:
    """Run it in a session of its own, which ends with it; exit code 0 means delivered."""
    if parcel.address.startswith("-") or "\0" in parcel.address:
        raise DeliveryError(f"'{parcel.address}' would be read as an option", permanent=True)
    words = [Template(word).substitute(address=parcel.address) for word in parcel.channel.value]
    strange = _strange_program(parcel.channel, means)
    if strange:
        raise DeliveryError(*strange)
    try:
        with TemporaryFile() as stdin:
            stdin.write(document(parcel))
            stdin.seek(0)
            with _starting:
                process = Popen(  # noqa: S603 - the policy's own words, and no shell
                    words,
                    stdin=stdin,
                    stdout=PIPE,
                    stderr=STDOUT,
                    env=_environment(parcel, means),
                    cwd=means.root_of(*parcel.channel.value),
                    start_new_session=True,
                )
                _running.add(process.pid)
    except OSError as error:
        reason = reason_of(error)
        raise DeliveryError(f"{words[0]} cannot be run: {reason}") from error
    _judge(words[0], *_wait(process))


def lack(channel: Channel, means: Means) -> tuple[str, str] | None:
    """Say whether the program is missing."""
    program = channel.value[0]
    beside = means.root_of(*channel.value) / program
    found = which(program, path=means.environ.get("PATH")) or which(beside)
    if found is None:
        return f"there is no program {program}", f"ls -l {shell_word(program)}"
    return _strange_program(channel, means)


def _strange_program(channel: Channel, means: Means) -> tuple[str, str] | None:
    """Say whose a program, or a script for one, is that lies beside the policy, and is no friend's.

    Whoever may write in the folder may put another in its place.
    """
    root = means.root_of(*channel.value)
    for word in channel.value:
        program = root / word
        if not word.startswith("/") and os.path.isfile(program):  # noqa: PTH113 - never raises
            owner = means.other_owner(root, word)
            if owner:
                store = shell_word(means.folder)
                found = f"{program} belongs to {owner}, and nobody named it, so it is not run"
                return found, f"if you trust {owner}: --store {store}"
    return None


def _environment(parcel: Batch, means: Means) -> dict[str, str]:
    """Return little more than what the message is about: secrets stay here."""
    first = parcel.messages[0]
    told = {
        "ESCALATE_KEY": parcel.key,
        "ESCALATE_CHANNEL": parcel.channel.id,
        "ESCALATE_TO": parcel.to,
        "ESCALATE_ADDRESS": parcel.address,
        "ESCALATE_TICKET": first.ticket,
        "ESCALATE_KIND": first.kind,
        "ESCALATE_STORE": str(means.folder.absolute()),
    }
    passed = {name: means.environ[name] for name in PASSED_ON if name in means.environ}
    return passed | {name: text.replace("\0", " ") for name, text in told.items()}


def _wait(process: Popen[bytes]) -> tuple[int | None, bytes]:
    """Return exit code and the end of the output; no code if it took too long."""
    try:
        said = _listen(process, time.monotonic() + LIMIT)
        return process.poll(), said
    finally:
        _end(process.pid)
        process.wait()
        if process.stdout:
            process.stdout.close()


def _listen(process: Popen[bytes], until: float) -> bytes:
    """Read what it says until it ends, keeping little of it."""
    said = b""
    with selectors.DefaultSelector() as selector:
        if process.stdout:
            selector.register(process.stdout, selectors.EVENT_READ)
        while time.monotonic() < until:
            has_ended = process.poll() is not None
            for key, _ in selector.select(0 if has_ended else _GLANCE):
                part = os.read(key.fd, _CHUNK)
                said = (said + part)[-_KEPT:]
                if not part:
                    selector.unregister(key.fileobj)
            if has_ended:
                return said
            if not selector.get_map():
                time.sleep(_GLANCE / 10)
    return said


def _end(pid: int) -> None:
    """End whatever is left of a program's session."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    _running.discard(pid)


@atexit.register
def _end_all() -> None:
    """Leave no program behind when the command is interrupted, and let none begin any more."""
    _starting.acquire()
    for pid in list(_running):
        _end(pid)


def _judge(program: str, code: int | None, said: bytes) -> None:
    if code == 0:
        return
    if code is None:
        raise DeliveryError(f"{program} did not end within {LIMIT:g} s")
    lines = said.decode("utf-8", "replace").strip().splitlines()
    last = f": {header_line(lines[-1])}" if lines else ""
    how = f"was ended by signal {-code}" if code < 0 else f"ended with {code}"
    raise DeliveryError(f"{program} {how}{last}", permanent=code in PERMANENT)
