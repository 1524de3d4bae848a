"""The file of a policy's own tests."""
