"""Foreign files as rows, whatever their format."""
