"""Tests of escalate_cli/render/parts."""
