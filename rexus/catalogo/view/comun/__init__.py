"""What the dialogs of the module share: a plain table of rows in memory, and a dialog that shows long work."""
