"""Tests of escalate_cli/usecases/verbs."""
