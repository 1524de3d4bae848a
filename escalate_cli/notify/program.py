"""Programs that a policy names: where they are, whose they are, and what they may know."""

import os
from collections.abc import Sequence
from shutil import which
from typing import Final

from escalate_cli.notify.channels import Means
from escalate_cli.suggestions import shell_word

PASSED_ON: Final = ("PATH", "HOME", "LANG", "ESCALATE_POLICY")


def passed_on(means: Means) -> dict[str, str]:
    """Return what of the environment a program gets: secrets stay here."""
    return {name: means.environ[name] for name in PASSED_ON if name in means.environ}


def missing_program(words: Sequence[str], means: Means) -> tuple[str, str] | None:
    """Say whether the program is missing."""
    program = words[0]
    beside = means.root_of(*words) / program
    if which(program, path=means.environ.get("PATH")) or which(beside):
        return None
    return f"there is no program {program}", f"ls -l {shell_word(program)}"


def strange_program(words: Sequence[str], means: Means) -> tuple[str, str] | None:
    """Say whose a program, or a script for one, is that lies beside the policy, and is no friend's.

    Whoever may write in the folder may put another in its place.
    """
    root = means.root_of(*words)
    for word in words:
        program = root / word
        if not word.startswith("/") and os.path.isfile(program):  # noqa: PTH113 - never raises
            owner = means.other_owner(root, word)
            if owner:
                found = f"{program} belongs to {owner}, and nobody named it, so it is not run"
                return found, f"if you trust {owner}: --store {shell_word(means.folder)}"
    return None
