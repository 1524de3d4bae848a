"""The live board: open tickets on the whole screen, with acts by key; it needs Textual."""
