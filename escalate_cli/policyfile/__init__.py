"""The policy file: YAML in, a checked policy or every mistake out."""
