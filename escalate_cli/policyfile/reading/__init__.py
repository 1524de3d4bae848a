"""From YAML text to values with a place, or to diagnostics."""
