"""What is seen of the start page."""
