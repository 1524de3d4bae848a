"""One file for each command; the file's name is what people type."""
