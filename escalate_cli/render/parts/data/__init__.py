"""Data for programs: JSON, TSV, CSV, calendars."""
