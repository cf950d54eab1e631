"""Rexus: the inventory desk for workshops that make windows and doors."""
