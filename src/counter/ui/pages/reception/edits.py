"""Writing a field of the form by its path, and what follows from it."""

from __future__ import annotations

import msgspec

from counter.desk.reception import PriorEntry, ReceptionForm
from counter.domain.errors import KnownError
from counter.domain.identity import birth_of, check_id_number, normalise_number, sex_of
from counter.domain.persons import DocKind, IdDocument
from counter.domain.prior import PRIOR

_PLAIN = {
    "applicant.name": "organisation",
    "applicant.credit_code": "credit_code",
    "applicant.representative": "representative",
    "applicant.address": "address",
    "applicant.kind": "kind",
    "agent.power_of_attorney": "power_of_attorney",
    "contact.phone": "phone",
    "contact.delivery": "delivery",
    "contact.mail_address": "mail_address",
}
"""Paths as the domain's problems name them, and the form's own attribute."""

BLANK = IdDocument(kind=DocKind.RESIDENT, name="", number="")


def write(form: ReceptionForm, path: str, value: str) -> None:
    """Put `value` at `path`. Raises KeyError for a path that is not the form's."""
    if path in _PLAIN:
        setattr(form, _PLAIN[path], value)
    elif path == "contact.sms":
        form.sms = bool(value)
    elif path.startswith(PRIOR):
        _write_prior(form, path.removeprefix(PRIOR), value)
    elif path.startswith("form."):
        form.fields[path.removeprefix("form.")] = value
    elif path.startswith("applicant.document."):
        form.document = _typed(form.document, path.rpartition(".")[2], value)
    elif path.startswith("agent.document."):
        form.agent_document = _typed(form.agent_document, path.rpartition(".")[2], value)
    else:
        raise KeyError(path)


def read(form: ReceptionForm, path: str) -> str:
    """What stands at `path`."""
    if path in _PLAIN:
        return str(getattr(form, _PLAIN[path]))
    if path == "contact.sms":
        return "1" if form.sms else ""
    if path.startswith(PRIOR):
        code, _, part = path.removeprefix(PRIOR).partition("/")
        return str(getattr(form.prior.get(code, PriorEntry()), part or "number"))
    if path.startswith("form."):
        return form.fields.get(path.removeprefix("form."), "")
    slot, _, part = path.partition(".document.")
    document = form.document if slot == "applicant" else form.agent_document
    return str(getattr(document or BLANK, part))


def _write_prior(form: ReceptionForm, place: str, value: str) -> None:
    """The number of a prior result; one that is typed is no longer the word of our own case."""
    code, _, part = place.partition("/")
    entry = form.prior.get(code, PriorEntry())
    change = {"evidence": value} if part else {"number": value, "case_no": ""}
    if not part and entry.case_no:
        change["evidence"] = "B"
    form.prior[code] = msgspec.structs.replace(entry, **change)


def _typed(document: IdDocument | None, part: str, value: str) -> IdDocument:
    """The document with one part written by hand; it is no longer a card's word."""
    held = document or BLANK
    after: str | DocKind = DocKind(value) if part == "kind" else value
    if getattr(held, part) == after:
        return held
    unreadable = tuple(name for name in held.unreadable if name != part)
    changed = msgspec.structs.replace(
        held, **{part: after}, source="typed", read_at="", unreadable=unreadable
    )
    if part in ("number", "kind"):
        return _derived(changed)
    return changed


def _derived(document: IdDocument) -> IdDocument:
    """Sex and birth as a valid citizen's number says them."""
    if document.kind not in (DocKind.RESIDENT, DocKind.HUKOU):
        return document
    try:
        number = check_id_number(document.number)
    except KnownError:
        return document
    birth = birth_of(number)
    return msgspec.structs.replace(
        document, sex=sex_of(number), birth=birth.isoformat() if birth else ""
    )


_NUMBERS = ("applicant.credit_code", "applicant.document.number", "agent.document.number")


def tidy(form: ReceptionForm, path: str) -> bool:
    """On leaving a field: full-width and lower-case numbers as they should be. True if changed."""
    before = read(form, path)
    after = normalise_number(before) if path in (*_NUMBERS, "contact.phone") else before.strip()
    if after == before:
        return False
    write(form, path, after)
    return True
