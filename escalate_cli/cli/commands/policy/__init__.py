"""`escalate policy`: read, check and apply the policy."""

PANEL = "Policy"
