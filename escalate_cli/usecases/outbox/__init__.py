"""Messages that wait, and their delivery."""
