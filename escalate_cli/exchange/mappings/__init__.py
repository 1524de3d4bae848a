"""Mappings: what they can say, and those that come with the program."""
