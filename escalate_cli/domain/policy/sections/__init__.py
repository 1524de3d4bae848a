"""What a policy file can say, a section a module, as types."""
