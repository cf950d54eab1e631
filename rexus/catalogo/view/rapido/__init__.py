"""The quick movement: a field that is scanned into, and the list that grows from it."""
