"""What every screen shares: theme, icons, jobs, notices, paged table, forms, dialogs, status strip.

Import the modules one by one (`from rexus.ui.theme import Theme`): the package itself imports nothing, because the
sign-in window must paint before anything heavy is loaded.
"""
