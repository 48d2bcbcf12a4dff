"""Print jobs name the stream of their paper, not a case (schema 2.0)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GROUPED = " || ' ' || ".join(
    (
        "substr(case_no, 1, 6)",
        "substr(case_no, 7, 6)",
        "substr(case_no, 13, length(case_no) - 17)",
        "substr(case_no, -5, 4)",
        "substr(case_no, -1)",
    )
)
"""A case number as lists show it: 430423 260922 03 0012 7."""


def upgrade() -> None:
    """What belonged to a case belongs to the case's stream; its words are the grouped number."""
    op.drop_index("print_job_case", "print_job")
    op.add_column("print_job", sa.Column("about", sa.Text, nullable=False, server_default=""))
    op.execute(
        f"UPDATE print_job SET about = CASE WHEN length(case_no) >= 19 THEN {GROUPED} "
        "ELSE case_no END"
    )
    op.execute("ALTER TABLE print_job RENAME COLUMN case_no TO stream")
    op.execute("UPDATE print_job SET stream = 'case:' || stream")
    op.create_index("print_job_stream", "print_job", ["stream", "id"])
