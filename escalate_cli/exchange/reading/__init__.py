"""From the rows of a file to what happened to its tickets."""
