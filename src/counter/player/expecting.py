"""Expectations: each looks at the stage and says what is not as expected, or nothing.

A look is repeated by the conductor until it is content or the deadline has passed. White space
does not count: the screen groups numbers and a paper breaks its lines where it must.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from counter.player.results import papers_in, pdf_text, slips_of
from counter.player.stage import Stage
from counter.player.wire import AgentRefused


@dataclass(frozen=True)
class Difference:
    """What was expected, and what was there."""

    expected: str
    was: str


Look = Callable[[Stage, dict[str, Any]], Difference | None]


def packed(text: str) -> str:
    """Text without white space."""
    return re.sub(r"\s+", "", text)


def nearest(wanted: str, lines: Iterable[str]) -> str:
    """The line that looks most like what was wanted, for a person to compare."""
    all_lines = [line for line in lines if line.strip()]
    wanted = packed(wanted)
    best = max(
        all_lines,
        key=lambda line: (
            difflib.SequenceMatcher(None, wanted, packed(line)).find_longest_match().size
        ),
        default="",
    )
    shared = difflib.SequenceMatcher(None, wanted, packed(best)).find_longest_match().size
    return best if shared else ""


def _compare_words(
    place: str, said: dict[str, Any], lines: Sequence[str], whole: str
) -> Difference | None:
    """`contains` and `not contains` against lines (whole: the same as one text)."""
    for wanted in said.get("contains", ()):
        if packed(wanted) not in whole:
            near = nearest(wanted, lines)
            there = f"nearest: {near!r}\nall of it:\n" if near else "all of it:\n"
            return Difference(f"{place} contains {wanted!r}", there + "\n".join(lines))
    for unwanted in said.get("not contains", ()):
        if packed(unwanted) in whole:
            found = [line for line in lines if packed(unwanted) in packed(line)]
            return Difference(f"{place} does not contain {unwanted!r}", "\n".join(found) or whole)
    return None


def counted(wanted: dict[str, int]) -> str:
    """A count as a script writes it: `3`, `at least 3`, `at most 3`."""
    least, most = wanted.get("least"), wanted.get("most")
    return (
        str(least) if least == most else f"at least {least}" if most is None else f"at most {most}"
    )


def _counted(place: str, wanted: dict[str, int], is_: int) -> Difference | None:
    if wanted.get("least", 0) <= is_ <= wanted.get("most", is_):
        return None
    return Difference(f"{place}: {counted(wanted)}", str(is_))


# --- the screen ----------------------------------------------------------------------------------


def see_screen(stage: Stage, said: dict[str, Any]) -> Difference | None:
    """Words on the screen or in one region of it."""
    region = said.get("in", "")
    lines = stage.ask_desk("screen", region=region)["lines"]
    place = f"the screen ({region})" if region else "the screen"
    return _compare_words(place, said, lines, "\n".join(packed(line) for line in lines))


def see_field(stage: Stage, said: dict[str, Any]) -> Difference | None:
    """The value of a field."""
    value = stage.ask_desk("field", label=said["label"])["value"]
    place = f"field {said['label']!r}"
    if "value" in said and packed(value) != packed(said["value"]):
        return Difference(f"{place} is {said['value']!r}", repr(value))
    return _compare_words(place, said, [value], packed(value))


def see_focus(stage: Stage, said: dict[str, Any]) -> Difference | None:
    """Which field has the focus."""
    focus = stage.ask_desk("focused")
    if said["label"] in focus["names"].split("\n"):
        return None
    return Difference(
        f"the focus is on {said['label']!r}", f"on {focus['name'] or focus['kind']!r}"
    )


# --- paper ---------------------------------------------------------------------------------------


def _one(found: Sequence[Any], nth: int) -> Any:
    """The nth of them (0 = the last), or None."""
    if not found or nth > len(found):
        return None
    return found[nth - 1]


def see_slip(stage: Stage, said: dict[str, Any]) -> Difference | None:
    """What the receipt printer printed and cut."""
    slips = slips_of(stage.slips)
    if "count" in said and (wrong := _counted("number of slips", said["count"], len(slips))):
        return wrong
    if not ({"contains", "not contains"} & set(said)):
        return None
    slip = _one(slips, said.get("nth", 0))
    if slip is None:
        return Difference(f"slip {said.get('nth') or 'last'}", f"{len(slips)} slips were printed")
    text = slip["text"]
    return _compare_words("the slip", said, text.splitlines(), packed(text))


def see_paper(stage: Stage, said: dict[str, Any]) -> Difference | None:
    """What the page printer took."""
    title = said.get("title", "")
    everything = papers_in(stage.papers)
    found = [paper for paper in everything if title in paper.title]
    named = f"papers titled {title!r}" if title else "papers"
    if "count" in said and (wrong := _counted(f"number of {named}", said["count"], len(found))):
        return wrong
    if not (set(said) - {"title", "count"}):
        return None
    paper = _one(found, said.get("nth", 0))
    if paper is None:
        printed = ", ".join(each.title for each in everything) or "nothing"
        return Difference(f"one of the {named}", f"printed: {printed}")
    if "copies" in said and (wrong := _counted("copies", said["copies"], paper.copies)):
        return wrong
    try:
        text, pages = pdf_text(paper.path)
    except RuntimeError as error:  # the file is not whole, or not yet
        return Difference(f"{paper.path.name} can be read", str(error))
    if "pages" in said and (wrong := _counted("pages", said["pages"], pages)):
        return wrong
    return _compare_words(f"the paper {paper.path.name}", said, text.splitlines(), packed(text))


# --- the store -----------------------------------------------------------------------------------


def see_case(stage: Stage, said: dict[str, Any]) -> Difference | None:
    """Status, fields and timeline of a case."""
    number = said.get("number", "last")
    case = stage.ask_desk("ask", question="case", number=number)
    named = f"case {case['number']}"
    if "status" in said and case["status"] != said["status"]:
        return Difference(f"{named} is {said['status']}", str(case["status"]))
    for name, wanted in said.get("fields", {}).items():
        if case["fields"][name] != wanted:
            return Difference(f"{named}: {name} is {wanted!r}", repr(case["fields"][name]))
    if "timeline" in said:
        return _in_order(f"the timeline of {named}", said["timeline"], case["timeline"])
    return None


def _in_order(place: str, wanted: Sequence[str], there: Sequence[str]) -> Difference | None:
    """Whether the wanted ones occur in this order, with others between them or not."""
    left = iter(there)
    if all(each in left for each in wanted):
        return None
    return Difference(f"{place} holds in this order {', '.join(wanted)}", ", ".join(there))


def see_search(stage: Stage, said: dict[str, Any]) -> Difference | None:
    """What the search finds."""
    rows = stage.ask_desk("ask", question="search", text=said["text"])["rows"]
    place = f"a search for {said['text']!r}"
    if "count" in said and (wrong := _counted(f"{place} finds", said["count"], len(rows))):
        return wrong
    lines = ["  ".join(row.values()) for row in rows]
    words = {"contains": said.get("finds", [])}
    return _compare_words(place, words, lines, "\n".join(packed(line) for line in lines))


def see_journal(stage: Stage, said: dict[str, Any]) -> Difference | None:
    """Whether the journal is whole, and how many acts of a kind it holds."""
    verify = "verify" in said
    answer = stage.ask_desk("ask", takes=60.0, question="journal", verify=verify)
    if verify and answer["problems"]:
        return Difference("the journal is clean", "\n".join(answer["problems"]))
    for kind, wanted in said.get("kinds", {}).items():
        if "kinds" not in answer:
            raise AgentRefused("this desk cannot count its acts")
        if wrong := _counted(f"acts {kind!r}", wanted, answer["kinds"].get(kind, 0)):
            return wrong
    return None


def see_drafts(stage: Stage, said: dict[str, Any]) -> Difference | None:
    """How many drafts a clerk has."""
    titles = stage.ask_desk("ask", question="drafts", clerk=said["clerk"])["titles"]
    wrong = _counted(f"drafts of {said['clerk']}", said["count"], len(titles))
    return wrong and Difference(wrong.expected, f"{wrong.was}: {', '.join(titles)}")


def see_prints(stage: Stage, said: dict[str, Any]) -> Difference | None:
    """How many print jobs are in a state."""
    jobs = stage.ask_desk("ask", question="prints")["jobs"]
    for state, wanted in said.items():
        are = [job for job in jobs if job["state"] == state]
        if wrong := _counted(f"{state} print jobs", wanted, len(are)):
            rows = [f"{job['title']} {job['state']} {job['why']}" for job in jobs]
            return Difference(wrong.expected, f"{wrong.was}\n" + "\n".join(rows))
    return None


def see_tickets(stage: Stage, said: dict[str, Any]) -> Difference | None:
    """The numbered paper: the sheet in the tractor, those gone by fate, the words of the last."""
    paper = stage.ticket_paper()
    if "next" in said and paper.number != said["next"]:
        return Difference(f"the sheet in the tractor is {said['next']}", paper.number)
    fates = [sheet.fate for sheet in paper.gone]
    are = {"left": paper.left, **{fate: fates.count(fate) for fate in ("whole", "half", "blank")}}
    for name, number in are.items():
        if name in said and (wrong := _counted(f"{name} sheets", said[name], number)):
            rows = [f"{sheet.number} {sheet.fate}" for sheet in paper.gone]
            return Difference(wrong.expected, f"{wrong.was}\n" + "\n".join(rows))
    if not {"contains", "not contains"} & set(said):
        return None
    printed = [sheet for sheet in paper.gone if sheet.file]
    if not printed:
        return Difference("a ticket", "no ticket was printed")
    text, _ = pdf_text(stage.tractor / printed[-1].file)
    return _compare_words(f"ticket {printed[-1].number}", said, text.splitlines(), packed(text))


def see_pos(stage: Stage, said: dict[str, Any]) -> Difference | None:
    """What the fee terminal has really charged and done, whatever the desk believes."""
    ledger = stage.pos_ledger()
    fen = ledger["charged_fen"]
    charged = f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
    if "charged" in said and charged != said["charged"].replace(",", ""):
        return Difference(f"the POS has charged {said['charged']}", charged)
    kinds = [trade["kind"] for trade in ledger["trades"]]
    are = {f"{kind}s": kinds.count(kind) for kind in ("sale", "void", "refund")}
    are["settlements"] = len(ledger["settled"])
    for name, number in are.items():
        if name in said and (wrong := _counted(f"{name} at the POS", said[name], number)):
            return wrong
    return None


def see_desk(stage: Stage, said: dict[str, Any]) -> Difference | None:
    """Whether the desk's process runs."""
    is_ = "ended" if stage.desk_ended else "running"
    return None if is_ == said["is"] else Difference(f"the desk is {said['is']}", is_)


LOOKS: dict[str, Look] = {
    "screen": see_screen,
    "field": see_field,
    "focus": see_focus,
    "slip": see_slip,
    "paper": see_paper,
    "case": see_case,
    "search": see_search,
    "journal": see_journal,
    "drafts": see_drafts,
    "prints": see_prints,
    "tickets": see_tickets,
    "ledger": see_pos,
    "desk": see_desk,
}

ON_PAPER = {"slip", "paper", "prints", "tickets"}
"""Expectations that wait for the print queue first."""
