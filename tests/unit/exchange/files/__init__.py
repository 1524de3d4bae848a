"""Tests of `exchange/files`, file by file."""
