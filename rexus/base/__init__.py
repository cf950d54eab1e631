"""What every floor may use: errors, changes, paths, log, text. Standard library only."""
