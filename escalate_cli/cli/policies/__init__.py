"""Policies that a command line names, and how one comes into force."""
