"""Tests of escalate_cli/policyfile/policy_tests."""
