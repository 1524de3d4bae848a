"""What a policy says, as values: rules, people, and who is on duty."""
