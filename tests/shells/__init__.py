"""Completion in real shells, which only `make test-long` starts."""
