"""The command line around the commands."""
