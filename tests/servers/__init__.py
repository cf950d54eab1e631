"""Real servers for the tests, all on loopback, none left behind: PostgreSQL, and a proxy that spoils connections."""
