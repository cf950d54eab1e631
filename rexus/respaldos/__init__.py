"""Backups that restore: made at their hours, verified, kept, restored. No Qt."""
