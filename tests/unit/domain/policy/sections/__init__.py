"""Tests of `domain/policy/sections`, file by file."""
