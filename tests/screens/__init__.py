"""Pictures of every page and dialog, to be looked at by a person."""
