"""One test module for each kind of channel."""
