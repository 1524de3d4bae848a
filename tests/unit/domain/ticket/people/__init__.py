"""Tests of `domain/ticket/people`, file by file."""
