"""Tests of escalate_cli/store/file."""
