"""What joins the start page to what it reads."""
