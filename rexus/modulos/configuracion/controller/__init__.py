"""Joins the page and the dialogs of the configuration to what they change."""
