"""Tests of escalate_cli/usecases/outbox."""
