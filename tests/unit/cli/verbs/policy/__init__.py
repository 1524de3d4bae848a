"""`escalate policy`: read and try the policy."""

PANEL = "Policy"
