"""One module for each part; they run in the order of their names."""
