"""The values and rules, each module by itself."""
