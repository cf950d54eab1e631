"""What joins the pages to the operations."""
