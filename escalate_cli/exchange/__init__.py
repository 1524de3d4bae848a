"""Import of the formats of other programs."""
