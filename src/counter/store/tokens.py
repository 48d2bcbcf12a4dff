"""Search tokens of a case: what the one search box can find it by.

SQLite's trigram index finds nothing for two characters, and most names have two or three; so the
words to look up are made here. A token is one mark and the text: `h` Chinese characters (single
ones of a person's name, pairs of any), `i` initials of one to three characters, `p` pinyin of any
part of a person's name and of pairs in a longer one, `q` those pairs again as the way to more of a
long name, `d` numbers (whole and last digits), `m` the matter. Longer words are found by their
parts and checked against the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, product

from counter.store.pinyin import readings

PERSON_MOST = 4
"""Names up to this length are a person's: each of their characters finds them."""


@lru_cache(maxsize=4096)
def name_tokens(name: str) -> frozenset[str]:
    """Tokens of the name of a person or an organisation."""
    letters = [c for c in name if c.isalnum()]
    person = len(letters) <= PERSON_MOST
    found = {"h" + "".join(pair) for pair in pairwise(letters)}
    if person:
        found.update("h" + c for c in letters)
    for start in range(len(letters)):
        for size in range(1, min(PERSON_MOST, len(letters) - start) + 1):
            window = letters[start : start + size]
            if size in (2, 3) or (size == 1 and start == 0):
                found.update("i" + s for s in _read(window, initials=True))
            if person or size == 2 or (size == 1 and start == 0):
                found.update("p" + s for s in _read(window, initials=False))
            if not person and size == 2:
                found.update("q" + s for s in _read(window, initials=False))
    return frozenset(found)


def _read(window: list[str], *, initials: bool) -> Iterator[str]:
    """All ways to read the window, as initials or in full."""
    options = [dict.fromkeys(r[0] if initials else r for r in readings(c)) for c in window]
    for combination in product(*options):
        yield "".join(combination)


def number_tokens(number: str) -> tuple[str, ...]:
    """Tokens of an ID number or credit code: whole, last six, last four."""
    if not number:
        return ()
    return tuple({"d" + number.upper(), "d" + number[-6:].upper(), "d" + number[-4:].upper()})


def phone_tokens(phone: str) -> tuple[str, ...]:
    """Tokens of a phone number: whole and last four."""
    digits = "".join(c for c in phone if c.isdigit())
    return ("d" + digits, "d" + digits[-4:]) if len(digits) >= 7 else ()


def matter_token(matter: str) -> str:
    """Token of a matter's code."""
    return "m" + matter


def case_tokens(
    case_no: str,
    applicant: str,
    number: str,
    phone: str,
    agent: str,
    agent_number: str,
    matter: str,
) -> frozenset[str]:
    """All tokens of a case."""
    found = set(name_tokens(applicant))
    found.update(number_tokens(number))
    found.update(phone_tokens(phone))
    if agent:
        found |= name_tokens(agent)
    found.update(number_tokens(agent_number))
    found.update(("d" + case_no, "d" + case_no[-5:], matter_token(matter)))
    return frozenset(found)
