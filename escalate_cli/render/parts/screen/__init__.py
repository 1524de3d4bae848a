"""The terminal: its width and colours, tables, pages, lines of progress."""
