"""The store of a command line's tests."""

from tests.cli.conftest import escalate, home

__all__ = ["escalate", "home"]
