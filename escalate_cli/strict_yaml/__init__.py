"""YAML read strictly: values with a place, by the types of a section, or diagnostics."""
