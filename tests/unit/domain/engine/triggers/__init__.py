"""The triggers, one test for each."""
