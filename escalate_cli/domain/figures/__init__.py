"""Many tickets in numbers: how their duties were met, what climbed, who used up the time."""
