"""Configuración: every key of the schema, seen, searched, changed; and the way to the databases."""
