"""The connection to a server: what is said over it, and what may go wrong."""
