"""A quick movement while it is being scanned: its lines and what is wrong with them. No Qt."""
