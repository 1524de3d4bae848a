"""`escalate stakeholder`: who is kept informed of a ticket."""

PANEL = "Escalation"
