"""Preparing an import: what a file looks like, and which of its columns is which. No Qt."""
