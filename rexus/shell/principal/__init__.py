"""The desk: what is there once somebody signed in."""
