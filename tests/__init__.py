"""Everything that checks Rexus: `python3 -m tests` runs it all."""
