"""`escalate policy show`: the policy in force."""

import sys
from typing import TYPE_CHECKING

from escalate_cli.cli.global_options import shared
from escalate_cli.render.parts.data.json_values import SCHEMA
from escalate_cli.render.results.policy_document import policy_document

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate policy show > policy.yaml",)


@shared
def command(run: "Wiring") -> None:
    """Print the policy in force as its file has it, or as one JSON document."""
    run.refuse_broken_policy()
    if run.settings.json or run.settings.fields:
        run.printer.document({"schema": SCHEMA} | policy_document(run.policy))
    else:
        sys.stdout.write(run.policy_file.content.decode())
