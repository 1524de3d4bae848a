"""Tests of escalate_cli/domain/policy."""
