"""What a text is that is no ticket of ours: a feed, a mail or the file of another system."""

import io
import re

from escalate_cli.errors import EscalateError
from escalate_cli.exchange.foreign_file import ForeignFile
from escalate_cli.exchange.mapping_choice import chosen

_MAIL = re.compile(
    r"(?:From \S.*\n)?(?:[!-9;-~]+:.*\n(?:[ \t].*\n)*)*?(?:From|Received|Message-ID):",
    re.IGNORECASE,
)


def likely_command(text: str, file: str) -> str | None:
    """Say what a text looks like and which command reads it; None where that is not clear."""
    if _MAIL.match(text):
        return f"it looks like a mail: escalate log --from mail {file}"
    try:
        mapping, _ = chosen(ForeignFile(io.StringIO(text)), None)
    except EscalateError:
        return None
    if mapping.generic:
        return None
    command = f"log --from {mapping.name}" if mapping.rows == "feed" else "import"
    return f"it looks like {mapping.name}: escalate {command} {file}"
