"""What is asked of a person who sits at a terminal."""
