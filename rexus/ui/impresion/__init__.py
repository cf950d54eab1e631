"""Printing what a page shows: its table or its card, looked at first, then on paper or as a PDF."""
