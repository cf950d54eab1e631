"""What is seen of the backups."""
