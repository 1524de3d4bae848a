"""What makes cron or systemd run `check` every five minutes, ready to be copied."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from escalate_cli.errors import UsageError
from escalate_cli.suggestions import shell_word

_NAME: Final = "escalate-check"
_SYSTEMD: Final = str.maketrans({"\\": r"\\", '"': r"\"", "%": "%%", "$": "$$"})

_SERVICE: Final = """\
[Unit]
Description=Apply the escalation policy to what is due

[Service]
Type=oneshot
ExecStart={command}
SuccessExitStatus=75
"""
_TIMER: Final = """\
[Unit]
Description=Run escalate check every five minutes

[Timer]
OnCalendar=*:0/5
Persistent=true

[Install]
WantedBy=timers.target
"""


class Scheduler(StrEnum):
    """What may run `check`."""

    CRON = "cron"
    SYSTEMD = "systemd"


ADVICE: Final = {
    Scheduler.CRON: "crontab -e takes this line",
    Scheduler.SYSTEMD: (
        "save each part under its name in ~/.config/systemd/user, then:"
        f" systemctl --user enable --now {_NAME}.timer; loginctl enable-linger lets it run"
        " while you are logged out"
    ),
}
"""What to do with the lines."""


def cron_line(command: Sequence[str]) -> str:
    """Write the line of a crontab, in which a `%` would end the command."""
    words = " ".join(map(shell_word, _printable(command))).replace("%", r"\%")
    return f"*/5 * * * * {words}"


def files_for(scheduler: Scheduler, command: Sequence[str]) -> dict[str, str]:
    """Return the files that let a scheduler run a command, by name."""
    if scheduler is Scheduler.CRON:
        return {"crontab": f"{cron_line(command)}\n"}
    words = " ".join(f'"{word.translate(_SYSTEMD)}"' for word in _printable(command))
    return {f"{_NAME}.service": _SERVICE.format(command=words), f"{_NAME}.timer": _TIMER}


def _printable(command: Sequence[str]) -> Sequence[str]:
    """Refuse a path that no line can hold; raises UsageError."""
    for word in command:
        if not word.isprintable():
            raise UsageError("a path with control characters fits into no line", "rename it first")
    return command
