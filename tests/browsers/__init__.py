"""Pages in a real browser; `make test-long` runs them."""
