"""Widgets and signals of the page. They know no model: they are given what to show and say what was asked for."""
