"""Ubicaciones: the racks and places where goods are kept."""
