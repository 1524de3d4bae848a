"""How much there is to learn: commands, options and policy keys, counted in the complete pages.

`python -m tests.counts` prints it; tests prove that the pages name each of them.
"""

import re
import sys
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def counted() -> dict[str, int]:
    """Count what the reference pages have a heading or a row for."""
    commands = (DOCS / "commands.md").read_text(encoding="utf-8").partition("<!-- From here on")[2]
    policy = (DOCS / "policy.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*?) \| ", policy, re.MULTILINE)
    return {
        "commands": len(re.findall(r"^### `", commands, re.MULTILINE)),
        "options": len(re.findall(r"^\| `-", commands, re.MULTILINE)),
        "policy keys": sum(len(re.findall("`[^`]+`", row)) for row in rows),
    }


if __name__ == "__main__":
    sys.stdout.write(", ".join(f"{number} {what}" for what, number in counted().items()) + "\n")
