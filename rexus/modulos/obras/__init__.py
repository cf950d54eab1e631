"""Obras: the jobs of the workshop, what each needs, and whether it can start."""
