"""What the policy finds, decides and does; `check`, `forecast` and `why` ask it."""
