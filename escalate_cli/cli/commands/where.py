"""`escalate where`: which store, policy and settings are in use."""

from typing import TYPE_CHECKING

from escalate_cli.cli.global_options import shared
from escalate_cli.errors import EscalateError
from escalate_cli.paths import real_login
from escalate_cli.settings.choices import DEFAULT, SETTINGS

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = ("escalate where",)


def _exists(run: "Wiring") -> bool:
    """Tell whether there is a store; of a server that does not answer, what names it as well."""
    if run.server is None:
        return run.found.folder.is_dir()
    try:
        return run.server.is_begun()
    except EscalateError as error:
        raise EscalateError(str(error), f"{run.found.why}; {error.help}") from error


@shared
def command(run: "Wiring") -> None:
    """Say which store, policy and settings are in use, and why."""
    is_there = _exists(run)
    found, policy, choices = run.found, run.policy_file, run.choices
    name, colours, own = choices.name, choices.colours, choices.file
    run.printer.document(
        {
            "store": found.shown,
            "why": found.why,
            "exists": is_there,
            "policy": policy.label,
            "policy_version": policy.version,
            "by": name.value or real_login(),
            "by_from": name.origin if name.value else "account",
            "colours": colours.value,
            "colours_from": colours.origin,
            "pager": choices.pager.value or None,
            "pager_from": choices.pager.origin,
            "columns": list(choices.columns) or None,
            "columns_from": SETTINGS if choices.columns else DEFAULT,
            "views": list(choices.views) or None,
            "settings": str(own.path) if own else None,
            "settings_state": own.state if own else "they are read on a terminal alone",
        }
    )
    doubt = run.doubt()
    if doubt:
        run.warn(doubt)
