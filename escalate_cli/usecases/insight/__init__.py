"""Looking at tickets, rules and figures; nothing here writes."""
