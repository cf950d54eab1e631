"""Compras: what is missing, purchase orders, suppliers."""
