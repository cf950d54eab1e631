"""What is seen of Compras: the pages and their dialogs. They know no model."""
