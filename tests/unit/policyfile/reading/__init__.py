"""Tests of escalate_cli/policyfile/reading."""
