"""What every A4 paper of a case bears: numbers, who, what, organ and window, seal, code, phone.

A paper that leaves one out stands in `LEFT_OUT` with the reason; the table is exact, so a layout
that gains a part must leave it too.
"""

from __future__ import annotations

import pytest

from counter.documents import FormPapers, layouts
from counter.documents.content import slots
from counter.documents.forms import templates

LIBRARY = FormPapers().library

PARTS = {
    "paper number": {"paper_number"},
    "case number": {"case_no_grouped"},
    "applicant": {"applicant"},
    "kind of document": {"applicant_doc"},
    "number of document": {"applicant_number"},
    "representative": {"representative"},
    "agent": {"agent", "agent_words"},
    "power of attorney": {"power_of_attorney", "agent_words"},
    "phone": {"phone"},
    "address": {"address"},
    "matter": {"matter"},
    "matter code": {"matter_code"},
    "organ": {"organ", "centre"},
    "window": {"window"},
    "clerk": {"clerk", "letter"},
    "date": {"date_chinese"},
    "code": {"query", "sheet_code"},
    "complaints or remedies": {"complaints", "remedies"},
}

SIGNED = (
    "receipt_a4",
    "delivery_receipt",
    "hearing_record",
    "archive_list",
    "handover",
    "handover_list",
    "joint_copy",
    "joint_sign",
    "meeting_minutes",
    "project_sheet",
    "project_minutes",
    "seal_register",
)
"""Papers that the people who were there sign; no seal is asked of them."""

REPORTS = (
    "day_close",
    "ticket_usage",
    "fee_summary",
    "pos_reconcile",
    "bank_deposit",
    "ticket_writeoff",
    "shift_handover",
)
"""Tables of the finance window: of a day or a month, signed by who made and who checked them."""

NO_CASE = "a paper of the centre, which may concern no case and no applicant"
HANDED = "names the papers handed over; who the applicant is stands on those"
DECIDED = "signed by the letter of authority and the seals, not by a window"
INTERNAL = "goes between units of the hall: the file behind it has it, nobody outside gets it"

APPLICANT = (
    "applicant",
    "kind of document",
    "number of document",
    "representative",
    "agent",
    "power of attorney",
    "phone",
    "address",
    "matter",
    "matter code",
    "window",
)
PROJECT = "a paper of a project, which has many matters and cases: they stand in its steps"
LISTED = "a line of its list says it for each case; the cases' own papers have the rest"
FILED = "lies before the papers of the file, which bear it themselves"
NAMED = ("applicant", "matter")

WITHIN = ("representative", "agent", "power of attorney", "address", "complaints or remedies")

OF_A_DAY = "a table of the finance window over many cases: it bears its day and its two signers"
KEPT_BY_REPORTS = ("paper number", "organ", "window")

LEFT_OUT: dict[str, dict[str, str]] = {
    **{name: {part: OF_A_DAY for part in PARTS if part not in KEPT_BY_REPORTS} for name in REPORTS},
    "ticket_writeoff": {part: OF_A_DAY for part in PARTS if part not in ("paper number", "organ")},
    "archive_list": dict.fromkeys(
        [
            "paper number",
            "kind of document",
            "representative",
            "power of attorney",
            "address",
            "complaints or remedies",
        ],
        FILED,
    ),
    "handover_list": dict.fromkeys(
        [part for part in APPLICANT if part != "window"] + ["case number"], LISTED
    ),
    "joint_copy": dict.fromkeys(WITHIN, INTERNAL),
    "joint_sign": dict.fromkeys([*WITHIN, "phone"], INTERNAL),
    "meeting_minutes": dict.fromkeys([*WITHIN, "phone", "window"], INTERNAL),
    "seal_register": dict.fromkeys(
        ["paper number", *APPLICANT, "complaints or remedies"],
        "a register of the hall over many cases; each line has the case",
    ),
    "project_sheet": dict.fromkeys(
        ["representative", "agent", "phone", "address", "matter code"],
        PROJECT,
    ),
    "project_minutes": {
        **dict.fromkeys(["case number", "matter", "matter code"], PROJECT),
        **dict.fromkeys([*WITHIN, "phone", "window"], INTERNAL),
    },
    "recovery_key": dict.fromkeys(
        [part for part in PARTS if part != "organ"], "a sheet of the installer, not of a case"
    ),
    "complaint_receipt": dict.fromkeys(
        APPLICANT,
        NO_CASE,
    ),
    "complaint_reply": dict.fromkeys(
        APPLICANT,
        NO_CASE,
    ),
    "rectify": dict.fromkeys(
        APPLICANT,
        NO_CASE,
    ),
    "decision_grant": dict.fromkeys(
        ["power of attorney", "phone", "window", "complaints or remedies"], DECIDED
    ),
    "decision_refuse": dict.fromkeys(["power of attorney", "phone", "window"], DECIDED),
    "delivery_receipt": dict.fromkeys(
        [part for part in (*APPLICANT, "complaints or remedies") if part not in NAMED], HANDED
    ),
}

PAGES = [name for name in LIBRARY.names() if LIBRARY.get(name).head.channel == "page"]


def asked(name: str) -> set[str]:
    """Fields that a layout puts on the paper."""
    return {
        field
        for block in LIBRARY.get(name).blocks
        for _, template in templates(block)
        for field in slots(template)
    }


@pytest.mark.parametrize("name", PAGES)
def test_a_paper_bears_the_common_block_or_says_why_not(name: str) -> None:
    fields = asked(name)
    absent = {part for part, any_of in PARTS.items() if not any_of & fields}
    assert absent == set(LEFT_OUT.get(name, {}))


@pytest.mark.parametrize("name", [name for name in PAGES if name != "recovery_key"])
def test_a_paper_has_a_place_for_its_seal_or_a_signature(name: str) -> None:
    signed = [b for b in LIBRARY.get(name).blocks if isinstance(b, layouts.Signature)]
    assert signed
    assert any(block.seals for block in signed) or name in SIGNED + REPORTS


@pytest.mark.parametrize("name", PAGES)
def test_the_date_of_a_paper_is_in_chinese_numerals(name: str) -> None:
    assert "date_chinese" in asked(name) or name in ("recovery_key", *REPORTS)


def test_every_exception_is_of_a_paper_that_there_is() -> None:
    assert set(LEFT_OUT) <= set(PAGES)
