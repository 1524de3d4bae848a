"""Incidents exported by ServiceNow, with their history."""
