"""How things read: clocks, events, decisions, times."""
