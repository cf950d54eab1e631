"""The configuration that the workshop shares: kept in the database, followed by every seat. No Qt."""
