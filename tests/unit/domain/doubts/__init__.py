"""Tests of doubts about a policy."""
