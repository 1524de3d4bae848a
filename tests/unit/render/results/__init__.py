"""Tests of escalate_cli/render/results."""
