"""What is seen of the audit trail."""
