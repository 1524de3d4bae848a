"""Sending: one file for each kind of channel, and who drives them."""
