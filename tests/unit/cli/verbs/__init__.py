"""A few commands to try the command line with."""
