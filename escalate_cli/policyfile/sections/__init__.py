"""One file for each section of a policy file."""
