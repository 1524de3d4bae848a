"""Search on a server: each question has its index."""
