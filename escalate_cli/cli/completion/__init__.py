"""What TAB offers: the answer to a shell, before Typer or a command is imported."""
