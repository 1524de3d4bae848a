"""Tests of `cli/typed`, file by file."""
