"""Tables of the local store: the journal, what is derived from it, and working rows.

Three kinds, kept apart on purpose. Journal tables hold the truth and refuse change by trigger.
Projections are derived from the journal alone and may be dropped and rebuilt at any time. Working
tables hold what is neither (drafts, PIN hashes, the print queue, settings, blobs).
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

from counter.store import moneyschema

APPLICATION_ID = 0x434E5452
"""`PRAGMA application_id` of every store: "CNTR"."""

VERSION = (2, 3)
"""Schema version of this program: major = durable tables changed, minor = projections changed."""

NO_DUE = "9999-12-31"
"""`due_key` of what has no due date: it stands last in its list."""

metadata = MetaData()


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _integer(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


# --- the journal ---------------------------------------------------------------------------------

journal = Table(
    "journal",
    metadata,
    Column("pos", Integer, primary_key=True),  # dense position in this file, from 1
    _text("terminal"),
    _integer("epoch"),
    _integer("seq"),
    _text("stream"),
    _text("touches"),  # JSON list
    _text("units"),  # JSON list
    _text("kind"),
    _integer("version"),
    _text("command_id"),
    _integer("n"),
    _integer("m"),
    _integer("base"),
    _text("recorded_at"),
    _text("effective_on"),
    _text("actor"),
    _text("grant"),
    _text("payload_hash"),
    _text("prev_hash"),
    _text("hash"),
    _text("disposition"),  # the centre's ruling; empty = not yet received there
    UniqueConstraint("terminal", "epoch", "seq", name="journal_identity"),
)

payload = Table(
    "payload",
    metadata,
    Column("pos", Integer, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

act_stream = Table(
    "act_stream",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("pos", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

# --- projections ---------------------------------------------------------------------------------

case_row = Table(
    "case_row",
    metadata,
    Column("ord", Integer, primary_key=True),  # position of the case's first act: newest first
    Column("case_no", Text, nullable=False, unique=True),
    _text("status"),
    _text("applicant"),
    _text("number"),
    _text("phone"),
    _text("matter"),
    _text("matter_title"),
    _text("unit"),
    _text("window"),
    _text("handling"),
    _text("received_at"),
    _text("accepted_on"),
    _text("due_on"),
    _text("legal_on"),
    _text("decided_on"),
    _text("closed_on"),
    _text("acceptor"),
    _text("reviewer"),
    _text("decider"),
    _integer("missing_seals"),
    _integer("last_seq"),
    # beyond what lists show
    _text("agent"),  # name and number of the agent, for search
    _text("agent_number"),
    _integer("open"),  # 1 = not yet closed
    _integer("unfiled"),  # 1 = closed, not yet in the archive
    _text("due_key"),  # due_on, or the end of time when there is none yet
)
_IS_OPEN = case_row.c.open == literal_column("1")
Index("case_open", case_row.c.due_key, case_row.c.case_no, sqlite_where=_IS_OPEN)
Index(
    "case_open_unit",
    case_row.c.unit,
    case_row.c.due_key,
    case_row.c.case_no,
    sqlite_where=_IS_OPEN,
)

Index(
    "case_unfiled",
    case_row.c.unit,
    case_row.c.closed_on,
    case_row.c.case_no,
    sqlite_where=case_row.c.unfiled == literal_column("1"),
)

todo_row = Table(
    "todo_row",
    metadata,
    Column("ord", Integer, primary_key=True),  # of the case's row
    Column("n", Integer, primary_key=True),  # place among what the case waits for, from 0
    _text("case_no"),
    _text("case_unit"),
    _text("what"),
    _text("whose"),
    _text("unit"),  # whose turn it is; may be another than the case's
    _text("due_on"),
    _text("due_key"),  # due_on, or the end of time when none can be named
    _text("barred"),  # who may not do it
    _text("why"),  # Text as JSON
    sqlite_with_rowid=False,
)
_t = todo_row.c
Index("todo_due", _t.due_key, _t.ord, _t.n)
Index("todo_unit", _t.unit, _t.due_key, _t.ord, _t.n)

grant_row = Table(
    "grant_row",
    metadata,
    Column("ord", Integer, primary_key=True),  # of the case's row
    _text("case_no"),
    _text("matter"),
    _text("title"),
    _text("unit"),
    _integer("catalogue"),
    _text("number"),  # of the decision's paper
    _text("holder"),
    _integer("person"),  # 1 = a natural person
    _text("granted_on"),
    _text("valid_to"),  # empty where the decision names no end
    _text("certificate"),
    _integer("deemed"),  # 1 = renewed by the law itself
)
Index("grant_day", grant_row.c.granted_on)
Index("grant_end", grant_row.c.valid_to)

renewal_row = Table(
    "renewal_row",
    metadata,
    Column("ord", Integer, primary_key=True),  # of the case's row
    _text("case_no"),
    _text("renews"),  # case that gave the earlier licence; empty where a certificate was seen
    _text("number"),
    _text("expires_on"),
    _text("asked_on"),
    _text("outcome"),  # granted, refused, deemed, ended; empty = open
)
Index("renewal_of", renewal_row.c.renews)
Index(
    "renewal_due",
    renewal_row.c.expires_on,
    renewal_row.c.case_no,
    sqlite_where=renewal_row.c.outcome == literal_column("''"),
)

token = Table(
    "token",
    metadata,
    Column("token", Text, primary_key=True),
    Column("ord", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

matter_row = Table(
    "matter_row",
    metadata,
    Column("matter", Text, primary_key=True),
    Column("title", Text, primary_key=True),
    sqlite_with_rowid=False,
)

series_row = Table(
    "series_row",
    metadata,
    Column("series", Text, primary_key=True),
    _integer("last"),
    _integer("used"),
    _text("blocks"),  # JSON list of [first, last]
    _integer("last_pos"),
    sqlite_with_rowid=False,
)

staff_row = Table(
    "staff_row",
    metadata,
    Column("number", Text, primary_key=True),
    _text("name"),
    _text("unit"),
    Column("state", LargeBinary, nullable=False),  # StaffState as JSON
    _integer("last_pos"),
    sqlite_with_rowid=False,
)

seal_row = Table(
    "seal_row",
    metadata,
    Column("pos", Integer, primary_key=True),
    _text("at"),
    _text("seal"),
    _text("name"),
    _text("case_no"),
    _text("paper_id"),
    _text("staff"),
)

access_row = Table(
    "access_row",
    metadata,
    Column("pos", Integer, primary_key=True),
    _text("at"),
    _text("staff"),
    _text("what"),
    _text("detail"),
    _integer("found"),
)

catalogue_row = Table(
    "catalogue_row",
    metadata,
    Column("version", Integer, primary_key=True),
    _text("title"),
    _text("digest"),
    _text("at"),
)

enquiry_row = Table(
    "enquiry_row",
    metadata,
    Column("number", Text, primary_key=True),
    _text("owner"),
    _text("unit"),
    _text("opened_at"),
    _text("due_on"),
    _integer("open"),  # 1 = not yet answered
    Column("state", LargeBinary, nullable=False),  # Enquiry as JSON
    sqlite_with_rowid=False,
)
_ENQUIRY_OPEN = enquiry_row.c.open == literal_column("1")
Index(
    "enquiry_open",
    enquiry_row.c.opened_at,
    enquiry_row.c.number,
    sqlite_where=_ENQUIRY_OPEN,
)

project_row = Table(
    "project_row",
    metadata,
    Column("number", Text, primary_key=True),
    _text("unit"),
    _text("opened_at"),
    _integer("open"),  # 1 = not closed
    Column("state", LargeBinary, nullable=False),  # Project as JSON
    sqlite_with_rowid=False,
)

charge_row, payment_row, ticket_row, stock_row, shift_row = moneyschema.tables(metadata)

# --- working tables ------------------------------------------------------------------------------

draft = Table(
    "draft",
    metadata,
    Column("id", Text, primary_key=True),
    _text("staff"),
    _text("page"),
    _text("title"),
    Column("body", LargeBinary, nullable=False),
    _text("updated_at"),
    Index("draft_staff", "staff", "updated_at"),
)

credential = Table(
    "credential",
    metadata,
    Column("staff", Text, primary_key=True),
    _text("hash"),
    _integer("failures"),
    _text("locked_until"),
    _integer("must_change"),
)

print_job = Table(
    "print_job",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("stream"),
    _text("paper_id"),
    _text("title"),
    _text("channel"),
    _integer("copies"),
    _integer("nth"),
    _text("state"),
    _text("why"),
    _text("created_at"),
    _text("sent_at"),
    _text("ended_at"),
    _text("about"),
    Index("print_job_state", "state", "id"),
    Index("print_job_stream", "stream", "id"),
    sqlite_autoincrement=True,  # a job's number is never used twice
)

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    _text("value"),
)

blob = Table(
    "blob",
    metadata,
    Column("digest", Text, primary_key=True),  # SHA-256 of data, hex
    Column("data", LargeBinary, nullable=False),
)

JOURNAL: tuple[Table, ...] = (journal, payload)
PROJECTIONS: tuple[Table, ...] = (
    act_stream,
    case_row,
    todo_row,
    grant_row,
    renewal_row,
    token,
    matter_row,
    series_row,
    staff_row,
    seal_row,
    access_row,
    catalogue_row,
    enquiry_row,
    project_row,
    charge_row,
    payment_row,
    ticket_row,
    stock_row,
    shift_row,
)
WORKING: tuple[Table, ...] = (draft, credential, print_job, setting, blob)

_KEPT = [c.name for c in journal.columns if c.name != "disposition"]

TRIGGERS: tuple[str, ...] = (
    f"""CREATE TRIGGER journal_no_update BEFORE UPDATE OF {", ".join(f'"{c}"' for c in _KEPT)}
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
"""The journal refuses change (its disposition excepted) whoever asks."""


def user_version(version: tuple[int, int]) -> int:
    """`PRAGMA user_version` of a schema version: major * 1000 + minor."""
    return version[0] * 1000 + version[1]


def version_of(number: int) -> tuple[int, int]:
    """Schema version of a `PRAGMA user_version`."""
    return divmod(number, 1000)
