"""Laws that hold for whatever a generator comes up with."""
