"""Sending, on real servers, programs and files."""
