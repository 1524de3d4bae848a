"""Tests of `render/parts/screen`, file by file."""
