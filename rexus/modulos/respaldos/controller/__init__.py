"""What the page does."""
