"""People at the window: when a document has expired, and the number an applicant is known by."""

from __future__ import annotations

import pytest

from counter.domain.persons import (
    DOC_WORDS,
    LONG_TERM,
    SEX_WORDS,
    Applicant,
    DocKind,
    IdDocument,
)


def card(valid_to: str) -> IdDocument:
    return IdDocument(
        kind=DocKind.RESIDENT, name="周明远", number="430423199001010014", valid_to=valid_to
    )


@pytest.mark.parametrize(
    ("valid_to", "expired"),
    [
        ("2026-09-21", True),
        ("2026-09-22", False),  # its last day still counts
        ("2038-05-18", False),
        (LONG_TERM, False),
        ("", False),  # nobody read or typed it: not known to be expired
    ],
)
def test_a_document_expires_after_its_last_day(valid_to: str, expired: bool) -> None:
    assert card(valid_to).expired_on("2026-09-22") is expired


def test_a_person_is_known_by_the_document_and_an_organisation_by_its_code() -> None:
    assert Applicant(name="周明远", document=card("")).number == "430423199001010014"
    firm = Applicant(
        kind="organisation",
        name="衡山恒丰农产品有限公司",
        credit_code="91430423MA4L00003J",
        document=card(""),
    )
    assert firm.number == "91430423MA4L00003J"
    assert Applicant(name="周明远").number == ""


def test_every_kind_of_document_has_a_word() -> None:
    assert set(DOC_WORDS) == set(DocKind)
    assert len(set(DOC_WORDS.values())) == len(DOC_WORDS)
    assert set(SEX_WORDS) == {"0", "1", "2", "9"}
