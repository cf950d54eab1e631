"""Rexus: the inventory desk for workshops that make windows and doors.

Imports nothing: `main.py` imports `rexus.arranque` before any dependency is installed.
"""
