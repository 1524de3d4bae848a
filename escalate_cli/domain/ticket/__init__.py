"""A ticket: its events, its history, its clocks and its place on the ladders."""
