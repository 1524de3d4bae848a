"""Tests of standing entries."""
