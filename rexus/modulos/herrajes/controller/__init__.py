"""What joins the widgets of herrajes to their operations."""
