"""Inicio: what needs attention today."""
