"""Tests of `exchange/reading`, file by file."""
