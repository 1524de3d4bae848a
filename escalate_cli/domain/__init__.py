"""The rules of escalation as pure values: no clock, no files, no screen."""
