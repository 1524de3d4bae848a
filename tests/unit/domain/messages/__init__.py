"""Tests of escalate_cli/domain/messages."""
