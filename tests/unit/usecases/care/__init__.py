"""Tests of escalate_cli/usecases/care."""
