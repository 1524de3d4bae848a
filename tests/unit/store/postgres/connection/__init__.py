"""Tests of escalate_cli/store/postgres/connection."""
