"""The schema of each database, step by step, as Alembic scripts: one folder of scripts for each database."""
