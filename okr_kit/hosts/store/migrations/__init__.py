"""What changed in the tables from release to release, for Alembic; ``upgrade.py`` runs it, nobody else has to.

A revision, once released, never changes and imports nothing of ours: it has to make the tables of its day.
"""
