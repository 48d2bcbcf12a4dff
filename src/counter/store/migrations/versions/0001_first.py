"""The durable tables as they first were (schema 1.0)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TRIGGERS = (
    """CREATE TRIGGER journal_no_update BEFORE UPDATE OF "pos", "terminal", "epoch", "seq",
        "stream", "touches", "units", "kind", "version", "command_id", "n", "m", "base",
        "recorded_at", "effective_on", "actor", "grant", "payload_hash", "prev_hash", "hash"
        ON journal BEGIN SELECT RAISE(ABORT, 'an act is never changed'); END""",
    """CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
        BEGIN SELECT RAISE(ABORT, 'an act is never deleted'); END""",
    """CREATE TRIGGER payload_no_update BEFORE UPDATE ON payload
        BEGIN SELECT RAISE(ABORT, 'a payload is never changed'); END""",
    """CREATE TRIGGER payload_no_delete BEFORE DELETE ON payload
        BEGIN SELECT RAISE(ABORT, 'a payload is never deleted'); END""",
    """CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
        WHEN EXISTS (SELECT 1 FROM journal WHERE pos = NEW.pos
            OR (terminal = NEW.terminal AND epoch = NEW.epoch AND seq = NEW.seq))
        BEGIN SELECT RAISE(ABORT, 'an act is never replaced'); END""",
    """CREATE TRIGGER payload_no_replace BEFORE INSERT ON payload
        WHEN EXISTS (SELECT 1 FROM payload WHERE pos = NEW.pos)
        BEGIN SELECT RAISE(ABORT, 'a payload is never replaced'); END""",
)


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _integer(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def upgrade() -> None:
    """Journal first, then the working tables."""
    op.create_table(
        "journal",
        sa.Column("pos", sa.Integer, primary_key=True),
        *_text("terminal"),
        *_integer("epoch", "seq"),
        *_text("stream", "touches", "units", "kind"),
        *_integer("version"),
        *_text("command_id"),
        *_integer("n", "m", "base"),
        *_text("recorded_at", "effective_on", "actor", "grant"),
        *_text("payload_hash", "prev_hash", "hash", "disposition"),
        sa.UniqueConstraint("terminal", "epoch", "seq", name="journal_identity"),
    )
    op.create_table(
        "payload",
        sa.Column("pos", sa.Integer, primary_key=True),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    for trigger in TRIGGERS:
        op.execute(trigger)
    _working()


def _working() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Text, primary_key=True),
        *_text("staff", "page", "title"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        *_text("updated_at"),
    )
    op.create_index("draft_staff", "draft", ["staff", "updated_at"])
    op.create_table(
        "credential",
        sa.Column("staff", sa.Text, primary_key=True),
        *_text("hash"),
        *_integer("failures"),
        *_text("locked_until"),
        *_integer("must_change"),
    )
    op.create_table(
        "print_job",
        sa.Column("id", sa.Integer, primary_key=True),
        *_text("case_no", "paper_id", "title", "channel"),
        *_integer("copies", "nth"),
        *_text("state", "why", "created_at", "sent_at", "ended_at"),
        sqlite_autoincrement=True,
    )
    op.create_index("print_job_state", "print_job", ["state", "id"])
    op.create_index("print_job_case", "print_job", ["case_no", "id"])
    op.create_table("setting", sa.Column("key", sa.Text, primary_key=True), *_text("value"))
    op.create_table(
        "blob",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
