"""What runs by itself: the check, and the archive."""
