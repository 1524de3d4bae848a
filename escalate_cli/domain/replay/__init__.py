"""A recorded history under another policy: people do what they did, the policy decides anew."""
