"""What is seen of the module; knows no model."""
