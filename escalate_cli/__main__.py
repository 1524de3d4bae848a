"""Let `python -m escalate_cli` do what `escalate` does."""

from escalate_cli.cli.app import main

main()
