"""Files of rows: their format, their locks, and their atomic change."""
