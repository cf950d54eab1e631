"""The search of everything (Ctrl+K): records, pages and actions in one list, wherever one is."""
