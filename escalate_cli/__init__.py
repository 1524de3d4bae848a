"""Track escalations in a folder: who answers, what climbs, why."""

__version__ = "0.1.0"
