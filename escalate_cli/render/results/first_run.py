"""What `escalate` alone answers where there is no store yet."""

from collections.abc import Sequence

from escalate_cli.sanitize import one_line

_PAGE = """\
escalate tracks who must answer what by when, and what climbs if nobody does.
There is no store yet: {folder} would be it.

  escalate init                begin one in this folder, with a policy to edit
  escalate log 'Mail is down'  or log a ticket at once, by the built-in policy

and from then on

  escalate                     what presses, what is yours, what comes next
  escalate ack 1               take a ticket
  escalate note 1 'on it' --public
  escalate resolve 1 -m 'restarted'
  escalate check               apply the policy; cron runs it every five minutes

escalate --help lists every command, escalate COMMAND --help explains one."""


def first_run(folder: str) -> Sequence[str]:
    """Return what to type first; the folder, or server, is where the store would be."""
    return _PAGE.format(folder=one_line(folder)).splitlines()
