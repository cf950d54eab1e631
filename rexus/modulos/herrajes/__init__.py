"""Herrajes: the catalogue of fittings and its stock, their categories, kits and pictures."""
