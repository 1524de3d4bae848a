"""The people of a ticket: the team, whose side somebody is on, who may do what."""
