"""The packaged program, tried as whoever installed it would: `python3 -m tests.package`."""
