"""`escalate outbox`: messages that wait to be sent."""

PANEL = "Automation"
