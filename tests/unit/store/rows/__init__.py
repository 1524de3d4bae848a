"""Tests of escalate_cli/store/rows."""
