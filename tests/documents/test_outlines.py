"""Outlines kept between runs: drawn as the font would, without opening it, and nobody's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.documents import outlines
from counter.documents.fonts import Face, FontChain, PaperFonts, packaged
from counter.documents.making import make_apart
from counter.documents.outlines import Glyph, common_characters
from counter.documents.papers import FormPapers


def song(kept: outlines.Outlines) -> FontChain:
    return FontChain([packaged("serif")], kept)


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No font may be opened for its outlines."""

    def refuse(_face: Face) -> None:
        raise AssertionError("a font was opened")

    monkeypatch.setattr(Face, "_open", refuse)


def test_kept_outlines_are_the_fonts_own(tmp_path: Path) -> None:
    made: outlines.Outlines = {}
    fresh = song(made).glyph("衡")
    outlines.save(tmp_path / "kept", made, {"衡"})
    again = song(outlines.load(tmp_path / "kept"))
    assert again.made("衡")
    assert again.glyph("衡") == fresh
    assert fresh.outline.coordinates == again.glyph("衡").outline.coordinates


def test_kept_outlines_need_no_font(tmp_path: Path, closed: None) -> None:
    kept = {packaged("serif").key: {"衡": Glyph(b"", 1000)}}
    outlines.save(tmp_path / "kept", kept, {"衡"})
    chain = song(outlines.load(tmp_path / "kept"))
    assert chain.advance("衡") == 1.0
    with pytest.raises(AssertionError, match="opened"):
        chain.glyph("山")


def test_only_the_characters_asked_for_are_kept(tmp_path: Path) -> None:
    made: outlines.Outlines = {}
    chain = song(made)
    chain.glyph("衡")
    chain.glyph("玥")  # of somebody's name
    outlines.save(tmp_path / "kept", made, {"衡"})
    assert "玥".encode() not in (tmp_path / "kept").read_bytes()
    assert {c for glyphs in outlines.load(tmp_path / "kept").values() for c in glyphs} == {"衡"}


def test_a_file_that_is_not_ours_is_made_anew(tmp_path: Path) -> None:
    assert outlines.load(tmp_path / "none") == {}
    (tmp_path / "kept").write_bytes(b"something else")
    assert outlines.load(tmp_path / "kept") == {}


def test_a_folder_that_cannot_be_written_to_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    outlines.save(tmp_path / "file" / "kept", {}, set())


def test_a_font_closed_between_papers_opens_again() -> None:
    fonts = PaperFonts({"regular": song({})})
    chain = fonts.chain("regular")
    before = chain.glyph("衡")
    fonts.close()
    assert chain.glyph("衡") == before
    assert chain.glyph("山").advance == 1000


def test_outlines_are_made_by_a_process_of_its_own(tmp_path: Path) -> None:
    keep = tmp_path / "kept"
    assert make_apart("衡山A", keep, lambda: False)
    fonts = PaperFonts()
    fonts.load(keep)
    assert all(fonts.chain("regular").made(c) for c in "衡山A")
    assert all(fonts.chain("bold").made(c) for c in "衡山A")


def test_making_ends_with_the_desk(tmp_path: Path) -> None:
    assert not make_apart(common_characters(), tmp_path / "kept", lambda: True)
    assert not (tmp_path / "kept").exists()


@pytest.mark.slow
def test_a_warm_desk_sets_papers_of_common_words_without_opening_a_font(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = tmp_path / "kept"
    FormPapers().warm(keep)
    opened: list[str] = []
    monkeypatch.setattr(Face, "_open", lambda face: opened.append(face.file.path.name))
    papers = FormPapers()
    papers.warm(keep)
    assert opened == []
