"""`escalate policy schema`: what editors need to help with a policy."""

import sys
from typing import TYPE_CHECKING

from escalate_cli.cli.global_options import shared
from escalate_cli.policyfile.json_schema import schema_text

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate policy schema > .escalate/policy.schema.json",)


@shared
def command(run: "Wiring") -> None:  # noqa: ARG001 - every command is given it
    """Print the JSON Schema of a policy file, by which editors complete and check it.

    It cannot say what names refer to, nor what a policy means: escalate policy check does.
    """
    sys.stdout.write(schema_text())
