"""Tests of escalate_cli/domain/engine."""
