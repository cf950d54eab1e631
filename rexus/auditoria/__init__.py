"""The audit trail: who did what, in a chain that shows whatever was altered. No Qt."""
