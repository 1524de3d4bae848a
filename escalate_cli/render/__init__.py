"""What people and scripts read: text, TSV, JSON and tables."""
