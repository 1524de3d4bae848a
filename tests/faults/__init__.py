"""Loops that kill and break things; the long ones run by `make test-faults`."""
