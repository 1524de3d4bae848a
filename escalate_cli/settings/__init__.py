"""A person's settings: what they like on a terminal, and what goes before it."""
