"""What each verb does: one transaction, one returned value."""
