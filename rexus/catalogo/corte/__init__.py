"""Cutting on the screen: what there is to be cut, and what would come of it."""
