"""Mails, as programs hand them over: one message of RFC 5322, whatever is wrong with it."""
