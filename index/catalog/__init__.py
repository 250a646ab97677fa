"""The SQLite catalog, which is the truth."""
