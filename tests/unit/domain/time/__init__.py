"""Tests of escalate_cli/domain/time."""
