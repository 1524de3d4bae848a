"""Tests of `domain/ticket/clock`, file by file."""
