"""Read and try the policy."""

PANEL = "Policy"
