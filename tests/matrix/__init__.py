"""What must hold for every one of a kind, shown for each."""
