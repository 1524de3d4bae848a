"""Tickets on disk: rows in a file that people can open."""
