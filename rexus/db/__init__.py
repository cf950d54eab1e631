"""Engines and pools, units of work, column types, schema versions. Nothing else creates an engine."""
