"""The screen of the backups."""
