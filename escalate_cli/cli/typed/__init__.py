"""What is typed on a command line, and what it comes to mean."""
