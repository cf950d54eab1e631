"""The import, step by step: choose a file, say which column is which, look at what would change."""
