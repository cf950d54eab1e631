"""What is seen of the configuration. Knows no model."""
