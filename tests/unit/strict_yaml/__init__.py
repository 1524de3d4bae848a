"""Tests of escalate_cli/strict_yaml."""
