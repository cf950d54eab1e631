"""Auditoría: who did what, and the proof that nobody changed what was written down."""
