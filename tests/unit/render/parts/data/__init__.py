"""Tests of `render/parts/data`, file by file."""
