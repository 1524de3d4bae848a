"""Real command lines on a real store, told apart by stream and exit code."""
