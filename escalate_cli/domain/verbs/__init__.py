"""What a person's act makes of a ticket: pure, one verb a file, a refusal is a value."""
