"""What joins the widgets to the operations: one small class for each thing that people do on the page."""
