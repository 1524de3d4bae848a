"""Pages to hand out: HTML that needs no script, no server and no other file."""
