"""Stores that earlier versions made, and the course of commands that makes one.

A folder is named after what was different then, and holds what its version printed of it:

- `before_duties`, at 313454a: a clock counted the time before a target of its own was in force.
"""
