"""A revision that the next version might bring: settings with a note."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One more column, empty in all rows."""
    op.add_column("setting", sa.Column("note", sa.Text, nullable=False, server_default=""))
