"""The log on PostgreSQL: one schema, one company."""
