"""One module for each part; they begin in the order of their names, those first that are alone."""
