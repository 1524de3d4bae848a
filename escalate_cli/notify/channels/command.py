"""Run a program, without a shell, with the message as JSON on its standard input."""

from string import Template
from typing import Final

from escalate_cli.domain.messages.batch import Batch, header_line
from escalate_cli.domain.policy.people import Channel
from escalate_cli.errors import DeliveryError, reason_of
from escalate_cli.notify.channels import LIMIT, Means, channel
from escalate_cli.notify.child_process import Ended, run_program
from escalate_cli.notify.payload import document
from escalate_cli.notify.program import missing_program, passed_on, strange_program

PERMANENT: Final = {64: "usage", 65: "data", 67: "no user", 68: "no host", 77: "permission"}
"""Exit codes by which a program says that trying again cannot help, as in sysexits.h."""


@channel
def run(parcel: Batch, means: Means) -> None:
    """Run it in a session of its own, which ends with it; exit code 0 means delivered."""
    if parcel.address.startswith("-") or "\0" in parcel.address:
        raise DeliveryError(f"'{parcel.address}' would be read as an option", permanent=True)
    words = [Template(word).substitute(address=parcel.address) for word in parcel.channel.value]
    strange = strange_program(parcel.channel.value, means)
    if strange:
        raise DeliveryError(*strange)
    try:
        ended = run_program(
            words,
            _environment(parcel, means),
            means.root_of(*parcel.channel.value),
            LIMIT,
            document(parcel),
        )
    except OSError as error:
        raise DeliveryError(f"{words[0]} cannot be run: {reason_of(error)}") from error
    _judge(words[0], ended)


def lack(channel: Channel, means: Means) -> tuple[str, str] | None:
    """Say whether the program is missing, or another's."""
    return missing_program(channel.value, means) or strange_program(channel.value, means)


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
        "ESCALATE_STORE": means.server or str(means.folder.absolute()),
    }
    return passed_on(means) | {name: text.replace("\0", " ") for name, text in told.items()}


def _judge(program: str, ended: Ended) -> None:
    code = ended.code
    if code == 0:
        return
    if code is None:
        raise DeliveryError(f"{program} did not end within {LIMIT:g} s")
    lines = ended.said.decode("utf-8", "replace").strip().splitlines()
    last = f": {header_line(lines[-1])}" if lines else ""
    how = f"was ended by signal {-code}" if code < 0 else f"ended with {code}"
    raise DeliveryError(f"{program} {how}{last}", permanent=code in PERMANENT)
