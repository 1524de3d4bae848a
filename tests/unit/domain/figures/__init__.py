"""Tests of escalate_cli/domain/figures."""
