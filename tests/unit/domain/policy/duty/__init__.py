"""Tests of `domain/policy/duty`, file by file."""
