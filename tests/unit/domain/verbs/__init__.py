"""What people do, each verb by itself."""
