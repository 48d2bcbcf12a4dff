"""Search tokens of a case: what the one search box can find it by.

SQLite's trigram index finds nothing for two characters, and most names have two or three; so the
words to look up are made here. A token is one mark and the text: `h` Chinese characters (single
ones of a person's name, pairs of any), `i` initials of one to three characters, `p` pinyin of one
or two, `d` numbers (whole and last digits), `m` the matter. Longer words are found by their parts
and checked against the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from counter.store.pinyin import readings

PERSON_MOST = 4
"""Names up to this length are a person's: each of their characters finds them."""


@lru_cache(maxsize=4096)
def name_tokens(name: str) -> frozenset[str]:
    """Tokens of the name of a person or an organisation."""
    letters = [c for c in name if c.isalnum()]
    person = len(letters) <= PERSON_MOST
    found = {"h" + "".join(letters[i : i + 2]) for i in range(len(letters) - 1)}
    if person:
        found.update("h" + c for c in letters)
    for start in range(len(letters)):
        wide = 1 if start == 0 or person else 2
        for end in range(start + wide, min(start + 3, len(letters)) + 1):
            window = letters[start:end]
            if end - start > 1 or start == 0:
                found.update("i" + s for s in _read(window, initials=True))
            if end - start < 3:
                found.update("p" + s for s in _read(window, initials=False))
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
