"""Tests of escalate_cli/domain/ticket/events."""
