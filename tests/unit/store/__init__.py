"""Tests of the store: bytes, lock, commit, rows."""
