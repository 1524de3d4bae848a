"""Tests of escalate_cli/exchange/servicenow."""
