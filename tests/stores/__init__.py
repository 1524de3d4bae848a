"""Stores that earlier versions made; they are kept as they were, and never made anew.

A folder is named after what was different then, and holds what its version printed of it:

- `before_duties`, at 313454a: a clock counted the time before a target of its own was in force.
- `before_thin_clocks`: rows said of clocks what their ticket says.
- `before_taken_up`, at e2f1a5fd: a ticket that was withdrawn stayed so when it was reopened.
"""
