"""What stands beside a policy, and the names that it declares."""
