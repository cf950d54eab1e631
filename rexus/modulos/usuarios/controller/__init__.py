"""Joins what is seen to the operations."""
