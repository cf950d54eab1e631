"""Perfiles: the catalogue of profile bars and its stock."""
