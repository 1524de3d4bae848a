"""One file for each result that a command shows."""
