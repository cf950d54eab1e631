"""What is seen of accounts. Knows no model."""
