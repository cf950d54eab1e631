"""What joins the pages of Compras to the operations."""
