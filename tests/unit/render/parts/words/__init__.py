"""Tests of `render/parts/words`, file by file."""
