"""One clock: its time, its target, how far it ran, and its breach."""
