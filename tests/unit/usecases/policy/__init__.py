"""Tests of escalate_cli/usecases/policy."""
