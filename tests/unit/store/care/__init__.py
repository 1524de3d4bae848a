"""Tests of escalate_cli/store/care."""
