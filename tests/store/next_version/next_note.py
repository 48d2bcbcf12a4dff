"""A revision that the next version might bring: settings with a note."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from counter.store import migrate

revision = "next"
down_revision = migrate.HEAD
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One more column, empty in all rows."""
    op.add_column("setting", sa.Column("note", sa.Text, nullable=False, server_default=""))
