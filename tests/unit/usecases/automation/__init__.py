"""Tests of escalate_cli/usecases/automation."""
