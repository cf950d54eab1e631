"""The pictures of the user manual."""
