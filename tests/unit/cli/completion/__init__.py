"""Tests of what TAB offers."""
