"""`escalate maintenance`: planned work, during which the policy is silent."""

PANEL = "Escalation"
