"""«Restaurar un respaldo» before anybody signed in: on a new machine, or when the accounts cannot be read."""
