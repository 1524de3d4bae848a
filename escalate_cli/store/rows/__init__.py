"""Tickets as rows of tables: what every kind of store shares."""
