"""What is new in each version: its notes, the dialog that shows them, and the notice after an upgrade."""
