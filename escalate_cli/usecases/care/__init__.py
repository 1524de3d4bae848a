"""Keeping the record true: undo, redact, verify, doctor, edits by hand."""
