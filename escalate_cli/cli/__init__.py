"""The command line: one file per verb, and what surrounds them."""
