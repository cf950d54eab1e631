"""Engines and pools, units of work, health, cache, column types, schema versions. Nothing else creates an engine."""
