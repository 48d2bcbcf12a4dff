"""What the printers gave: slips and PDFs as text and pictures, for expectations and the report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counter.devices.sim.control import SimControl

_COPIES = re.compile(r"×(\d+)$")


@dataclass(frozen=True)
class Paper:
    """A PDF that the page printer took."""

    path: Path
    title: str
    copies: int


def papers_in(folder: Path) -> list[Paper]:
    """The PDFs of a folder in the order of printing."""
    found = []
    for path in sorted(folder.glob("[0-9][0-9][0-9]-*.pdf")):
        name = path.stem.partition("-")[2]
        copies = _COPIES.search(name)
        title = _COPIES.sub("", name)
        found.append(Paper(path, title, int(copies[1]) if copies else 1))
    return found


def pdf_text(path: Path) -> tuple[str, int]:
    """The text of a PDF and its number of pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
        return "\n".join(pages), len(pages)
    finally:
        document.close()


def pdf_picture(path: Path, picture: Path) -> None:
    """The first page of a PDF as PNG, at 70 dots an inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        document[0].render(scale=70 / 72).to_pil().save(picture)
    finally:
        document.close()


def slips_of(printer: SimControl | None) -> list[dict[str, Any]]:
    """The slips printed and cut so far; none where there is no printer."""
    return printer.slips() if printer is not None else []


def keep_slips(printer: SimControl | None, folder: Path) -> list[str]:
    """Write every slip as text and picture; the names without suffix."""
    names = []
    for number, slip in enumerate(slips_of(printer), 1):
        assert printer is not None
        folder.mkdir(parents=True, exist_ok=True)
        base = folder / f"{number:03d}"
        base.with_suffix(".txt").write_text(slip["text"] + "\n", "utf-8")
        printer.render(number - 1, base.with_suffix(".png"))
        names.append(base.name)
    return names


def keep_papers(folder: Path) -> list[Paper]:
    """Lay text and a picture beside every PDF."""
    papers = papers_in(folder)
    for paper in papers:
        text, _ = pdf_text(paper.path)
        paper.path.with_suffix(".txt").write_text(text, "utf-8")
        pdf_picture(paper.path, paper.path.with_suffix(".png"))
    return papers
