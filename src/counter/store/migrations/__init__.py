"""Revisions of the durable tables (journal, payload, working rows), for alembic.

Projections have none: they are dropped and rebuilt on every change of version.
"""
