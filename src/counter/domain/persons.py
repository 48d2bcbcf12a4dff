"""People at the window: identity documents, applicants, agents, contacts."""

from __future__ import annotations

import enum
from typing import Literal

import msgspec


class DocKind(enum.StrEnum):
    """Identity papers a window takes. The first four are read by machine."""

    RESIDENT = "resident"  # 居民身份证
    HMT = "hmt"  # 港澳台居民居住证 (J)
    FOREIGN_2017 = "foreign2017"  # 外国人永久居留身份证 2017 (I)
    FOREIGN_2023 = "foreign2023"  # 外国人永久居留身份证 2023 (Y)
    PASSPORT = "passport"  # 护照
    HUKOU = "hukou"  # 户口簿 (minors)
    CREDIT = "credit"  # 统一社会信用代码 (organisations)
    OTHER = "other"


DOC_WORDS: dict[DocKind, str] = {
    DocKind.RESIDENT: "居民身份证",
    DocKind.HMT: "港澳台居民居住证",
    DocKind.FOREIGN_2017: "外国人永久居留身份证",
    DocKind.FOREIGN_2023: "外国人永久居留身份证（2023 版）",
    DocKind.PASSPORT: "护照",
    DocKind.HUKOU: "户口簿",
    DocKind.CREDIT: "统一社会信用代码",
    DocKind.OTHER: "其他证件",
}

SEX_WORDS = {"0": "未知", "1": "男", "2": "女", "9": "未说明"}
"""GB/T 2261.1."""

LONG_TERM = "长期"
"""Value of `valid_to` for a document without an end."""


class IdDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader read, or a clerk typed, of one identity document.

    Dates are ISO (yyyy-mm-dd); valid_to may be `LONG_TERM`; sex is a GB/T 2261.1 code;
    ethnicity is the word, or the bare code where the code is unknown; unreadable lists the
    fields that hold characters which cannot be shown (private-use or broken code units);
    notes are codes of what the reader noticed (`id.check`, `card.birth_differs`).
    """

    kind: DocKind
    name: str
    number: str
    sex: str = ""
    ethnicity: str = ""
    birth: str = ""
    address: str = ""
    issuer: str = ""
    valid_from: str = ""
    valid_to: str = ""
    foreign_name: str = ""
    nationality: str = ""
    pass_number: str = ""
    issue_count: str = ""
    former_number: str = ""
    unreadable: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    source: Literal["card", "typed"] = "typed"
    read_at: str = ""
    simulated: bool = False

    def expired_on(self, day: str) -> bool:
        """True when the document's last valid day lies before ISO date `day`."""
        return bool(self.valid_to) and self.valid_to != LONG_TERM and self.valid_to < day


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: a natural person or an organisation (with its legal representative)."""

    kind: Literal["person", "organisation"] = "person"
    name: str = ""
    document: IdDocument | None = None
    credit_code: str = ""
    representative: str = ""
    address: str = ""

    @property
    def number(self) -> str:
        """The number the applicant is known by: ID number or credit code."""
        if self.kind == "organisation":
            return self.credit_code
        return self.document.number if self.document else ""


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """Who comes for the applicant (art. 29), with the power of attorney that says so."""

    document: IdDocument
    power_of_attorney: str
    phone: str = ""


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach the applicant and how the result is to be served."""

    phone: str = ""
    delivery: Literal["window", "mail"] = "window"
    mail_address: str = ""
    sms: bool = True
