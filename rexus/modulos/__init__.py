"""What the user sees as pages: each module a folder, independent of the others."""
