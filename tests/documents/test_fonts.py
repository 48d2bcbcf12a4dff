"""Font chains and subsets."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont

from counter.documents.fonts import (
    CharacterMap,
    Face,
    FaceFile,
    FontChain,
    PaperFonts,
    packaged,
    system_faces,
    variable,
)


@pytest.fixture(scope="module")
def fonts() -> PaperFonts:
    return PaperFonts()


def test_own_character_map_agrees_with_fonttools() -> None:
    with TTFont(packaged("serif").path, lazy=True) as font:
        known = font.getBestCmap()
        order = font.getReverseGlyphMap()
        ours = CharacterMap(font.reader["cmap"])
    for number in range(0x20, 0x30000, 7):
        assert ours.get(chr(number)) == (order[known[number]] if number in known else 0)


def test_subset_has_just_these_characters_as_truetype(fonts: PaperFonts) -> None:
    data = fonts.subset("regular", "衡山〇①")
    font = TTFont(io.BytesIO(data))
    assert set(font.getBestCmap()) == {ord(c) for c in " 衡山〇①"}
    assert "glyf" in font and "CFF " not in font
    assert all(font["glyf"][name].numberOfContours > 0 for name in font.getGlyphOrder()[2:])


def test_fonts_go_by_a_name_of_our_own(fonts: PaperFonts) -> None:
    for role in ("regular", "bold"):
        name = TTFont(io.BytesIO(fonts.subset(role, "山")))["name"]  # type: ignore[arg-type]
        assert str(name.getDebugName(6)).startswith("CounterSong")
        assert "Thin" not in str(name.getDebugName(6)) and "Noto" not in str(name.getDebugName(6))
        assert "Open Font License" in str(name.getDebugName(13))


def test_subset_is_made_once_for_a_set_of_characters(fonts: PaperFonts) -> None:
    assert fonts.subset("regular", "山衡山") is fonts.subset("regular", "衡山")


def test_first_face_that_has_a_character_draws_it() -> None:
    chain = FontChain([packaged("serif"), variable("jp", 400)])
    common, rare = chain.face_of("山"), chain.face_of("𠮷")
    assert common is not None and common.file == packaged("serif")
    assert rare is not None and rare.file == variable("jp", 400)
    assert chain.face_of("\U00031350") is None
    with pytest.raises(KeyError, match="U\\+31350"):
        chain.glyph("\U00031350")


def test_faces_behind_are_opened_only_when_needed() -> None:
    chain = FontChain([packaged("serif"), variable("jp", 400)])
    chain.glyph("山")
    assert len(chain._faces) == 1


def test_weight_of_a_variable_face_is_applied() -> None:
    light, heavy = Face(variable("sc", 400)), Face(variable("sc", 700))
    assert light.glyph("中").outline.coordinates != heavy.glyph("中").outline.coordinates
    assert light.glyph("中").advance == heavy.glyph("中").advance == 1000


def test_advances_are_the_fonts_own() -> None:
    face = Face(packaged("serif"))
    with TTFont(packaged("serif").path, lazy=True) as font:
        names = font.getBestCmap()
        for character in "A1 中（":
            assert face.glyph(character).advance == font["hmtx"][names[ord(character)]][0]


def test_systems_collection_gives_its_simplified_face(tmp_path: Path) -> None:
    """A stand-in for the system's Noto CJK collections, which not every machine has."""
    chain = FontChain([packaged("serif"), variable("jp", 400)])
    collection = TTCollection()
    for region in ("JP", "SC"):
        font = TTFont(io.BytesIO(PaperFonts({"regular": chain}).subset("regular", "山𠮷")))
        font["name"].setName(f"Noto Serif CJK {region}", 4, 3, 1, 0x409)
        collection.fonts.append(font)
    path = tmp_path / "NotoSerifCJK-Bold.ttc"
    collection.save(path)
    for font in collection.fonts:
        font.close()
    found = system_faces((str(tmp_path),))
    assert found == {"NotoSerifCJK-Bold": FaceFile(path, number=1)}
    face = Face(found["NotoSerifCJK-Bold"])
    assert face.has("𠮷") and not face.has("衡")
    assert face.glyph("山").advance == 1000
