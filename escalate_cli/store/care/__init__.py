"""Keeping files healthy: backups, checks, repair, rotation."""
