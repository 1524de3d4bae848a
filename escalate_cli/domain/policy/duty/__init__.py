"""Who is on duty: plans, turns, and what is doubtful about them."""
