"""Tests of escalate_cli/usecases/insight."""
