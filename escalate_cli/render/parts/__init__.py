"""What results are made of: text, tables, times, colours, the way out."""
