"""Calendars, durations and instants: business time as a function."""
