"""Tests of escalate_cli/policyfile/sections."""
