"""Putting a policy into force, and trying one out."""
