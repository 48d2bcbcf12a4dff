"""Fonts of the papers: a chain of faces per weight, from which each document gets its own subset.

Song (宋) regular is Noto Serif SC; bold is the system's Noto Serif or Sans CJK Bold where one is
installed, else Noto Sans SC at weight 700. A character is taken from the first face of its chain
that has it; where none has, the paper is refused (`paper.glyph_missing`): never a box, never a
gap. reportlab takes no CFF outlines and drops missing glyphs without a word, so outlines are
converted to TrueType here and every character is checked before anything is drawn.
"""

from __future__ import annotations

import bisect
import hashlib
import io
import mmap
import struct
import sys
import threading
from array import array
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from counter.documents import outlines
from counter.documents.outlines import Glyph, Outlines
from counter.domain.errors import KnownError, text

Role = Literal["regular", "bold", "sans", "sans_bold"]
"""Song for pages; Hei (sans) for lines that a receipt printer cannot spell and gets drawn."""
PAPER_ROLES: tuple[Role, ...] = ("regular", "bold")
"""Weights that pages are drawn in."""
UPEM = 1000
ASCENT, DESCENT = 880, -120
EPOCH = 3_692_217_600  # 2021-01-01 in seconds since 1904; the same bytes every day


class FaceFile(msgspec.Struct, frozen=True):
    """A font file: number inside a collection, weight of a variable font (0 = fixed)."""

    path: Path
    number: int = 0
    weight: int = 0

    @property
    def key(self) -> str:
        """Names the face and the state of its file, for outlines kept between runs."""
        about = self.path.stat()
        return f"{self.path.name}:{about.st_size}:{about.st_mtime_ns}:{self.number}:{self.weight}"


class CharacterMap:
    """Character → glyph number, looked up in the file's own segments.

    fontTools unfolds all 30,000 characters first (0.1 s a face); a paper asks for a few hundred.
    """

    def __init__(self, table: bytes) -> None:
        self.starts, self.ends, self.glyphs = array("I"), array("I"), array("I")
        for place in range(struct.unpack_from(">H", table, 2)[0]):
            offset = struct.unpack_from(">L", table, 4 + 8 * place + 4)[0]
            if struct.unpack_from(">H", table, offset)[0] == 12:
                self._read(table, offset)
                return
        raise ValueError("the font has no character map of format 12")

    def _read(self, table: bytes, offset: int) -> None:
        count = struct.unpack_from(">L", table, offset + 12)[0]
        groups = array("I", table[offset + 16 : offset + 16 + 12 * count])
        if sys.byteorder == "little":
            groups.byteswap()
        self.starts, self.ends, self.glyphs = groups[0::3], groups[1::3], groups[2::3]

    def get(self, character: str) -> int:
        """Glyph number; 0 when the font lacks the character."""
        code = ord(character)
        place = bisect.bisect_right(self.starts, code) - 1
        if place < 0 or code > self.ends[place]:
            return 0
        return self.glyphs[place] + code - self.starts[place]


def _mapped(path: Path) -> mmap.mmap:
    """A file in memory, read as far as it is looked at; needs no closing."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


class Face:
    """One face: knows what it has at once, opens outlines when first asked for one."""

    def __init__(self, file: FaceFile, glyphs: dict[str, Glyph] | None = None) -> None:
        """glyphs: those made before; new ones are added."""
        self.file = file
        self._glyphs = {} if glyphs is None else glyphs
        self._font: Any = None
        self._set: Any = None
        self._names: Sequence[str] = ()
        self._map = CharacterMap(self._reader().reader["cmap"])

    def _reader(self) -> Any:
        from fontTools.ttLib import TTFont

        if self._font is None:
            path = self.file.path
            self._font = TTFont(_mapped(path), fontNumber=self.file.number, lazy=True)
        return self._font

    def made(self, character: str) -> bool:
        """True when the character's glyph is there already."""
        return character in self._glyphs

    def close(self) -> None:
        """Give back what reading outlines takes (50 MB); the next new character opens it again."""
        self._font, self._set, self._names = None, None, ()

    def has(self, character: str) -> bool:
        """True when the face draws this character."""
        return self._map.get(character) > 0

    def glyph(self, character: str) -> Glyph:
        """The character's glyph; made once."""
        if character not in self._glyphs:
            self._glyphs[character] = self._convert(character)
        return self._glyphs[character]

    def _open(self) -> None:
        font = self._reader()
        if "CFF " in font:
            self._names = font["CFF "].cff[0].charset
        else:
            # Names of our own: reading the file's 30,000 costs more than the paper.
            self._names = [f"g{n}" for n in range(font["maxp"].numGlyphs)]
            font.setGlyphOrder(list(self._names))
            if "HVAR" in font:
                del font["HVAR"]  # 0.1 s to read; advances come from the outlines' own points
        place = {"wght": self.file.weight} if self.file.weight else None
        self._set = font.getGlyphSet(location=place)

    def _convert(self, character: str) -> Glyph:
        from fontTools.pens.cu2quPen import Cu2QuPen
        from fontTools.pens.recordingPen import DecomposingRecordingPen
        from fontTools.pens.transformPen import TransformPen
        from fontTools.pens.ttGlyphPen import TTGlyphPen

        if self._set is None:
            self._open()
        glyph = self._set[self._names[self._map.get(character)]]
        record = DecomposingRecordingPen(self._set)
        glyph.draw(record)
        scale = UPEM / self._font["head"].unitsPerEm
        pen = TTGlyphPen(None)
        cubic = "CFF " in self._font
        target = Cu2QuPen(pen, 1.0, reverse_direction=True) if cubic else pen
        record.replay(TransformPen(target, (scale, 0, 0, scale, 0, 0)))
        made = pen.glyph()
        made.recalcBounds(None)
        return Glyph(bytes(made.compile(None, False)), round(glyph.width * scale))


class FontChain:
    """The faces of one weight in order; a face is opened when those before it lack a character."""

    def __init__(self, files: Sequence[FaceFile], kept: Outlines | None = None) -> None:
        """kept: shared with other chains and filled from what is kept between runs."""
        self._files = tuple(files)
        self._outlines: Outlines = {} if kept is None else kept
        self._faces: list[Face] = []
        self._known: dict[str, Face | None] = {}
        self._lock = threading.RLock()

    def face_of(self, character: str) -> Face | None:
        """The first face that has the character; None when none has."""
        with self._lock:
            if character not in self._known:
                self._known[character] = self._search(character)
            return self._known[character]

    def _search(self, character: str) -> Face | None:
        for place, file in enumerate(self._files):
            if place == len(self._faces):
                self._faces.append(Face(file, self._outlines.setdefault(file.key, {})))
            if self._faces[place].has(character):
                return self._faces[place]
        return None

    def glyph(self, character: str) -> Glyph:
        """The character's glyph. Raises KeyError when no face has it."""
        with self._lock:
            face = self.face_of(character)
            if face is None:
                raise KeyError(f"U+{ord(character):04X}")
            return face.glyph(character)

    def made(self, character: str) -> bool:
        """True when nothing is left to do for a character: its glyph is there, or nobody has it."""
        face = self.face_of(character)
        return face is None or face.made(character)

    def close(self) -> None:
        """Close the faces' files; see `Face.close`."""
        with self._lock:
            for face in self._faces:
                face.close()

    def advance(self, character: str) -> float:
        """Advance in em."""
        return self.glyph(character).advance / UPEM


class PaperFonts:
    """The chains a renderer draws with."""

    def __init__(self, chains: dict[Role, FontChain] | None = None) -> None:
        self._chains = chains
        self._outlines: Outlines = {}
        self._drawable: set[str] = set()
        self._lock = threading.Lock()

    def chain(self, role: Role) -> FontChain:
        """The chain of a weight."""
        with self._lock:
            if self._chains is None:
                self._chains = default_chains(self._outlines)
            return self._chains[role]

    def close(self) -> None:
        """Close all font files until a character is wanted that was not drawn before."""
        for chain in (self._chains or {}).values():
            chain.close()

    def load(self, place: Path) -> None:
        """Take the outlines kept at `place`, if any."""
        for key, glyphs in outlines.load(place).items():
            self._outlines.setdefault(key, {}).update(glyphs)

    def save(self, place: Path, characters: AbstractSet[str]) -> None:
        """Keep the outlines of `characters` at `place`."""
        outlines.save(place, self._outlines, characters)

    def missing(self, words: str) -> str:
        """The first character that no face draws; empty when all can be drawn.

        The chain for bold ends with the faces of the regular one, so one search serves both.
        """
        if not self._drawable.issuperset(words):
            chain = self.chain("regular")
            for character in words:
                if chain.face_of(character) is None:
                    return character
            self._drawable.update(words)
        return ""

    def subset(self, role: Role, characters: Iterable[str]) -> bytes:
        """A TrueType file with just these characters; cached by the set."""
        return _subset_cache(self.chain(role), role, "".join(sorted({" ", *characters})))


def glyph_missing(character: str, field: str) -> KnownError:
    """The refusal that names character and field."""
    code = f"U+{ord(character):04X}"
    # Python's own tables may be older than the ideographs of planes 2 and 3.
    seen = character.isprintable() or 0x20000 <= ord(character) < 0x40000
    shown = character if seen else "（不可见）"
    return KnownError(
        "paper.glyph_missing",
        text(
            "“{field}”中的字“{shown}”（{code}）没有字体可用，打印会缺字。",
            field=field,
            shown=shown,
            code=code,
        ),
        text("请核对这个字；确是此字的，请技术员安装含此字的字体后再打印。"),
        character=character,
        field=field,
    )


@lru_cache(maxsize=64)
def _subset_cache(chain: FontChain, role: Role, characters: str) -> bytes:
    return _build(characters, role, chain.glyph)


def _build(characters: str, role: Role, glyph_of: Callable[[str], Glyph]) -> bytes:
    """Assemble a TrueType font of the given characters under a name of our own."""
    from fontTools.fontBuilder import FontBuilder

    names = {character: f"u{ord(character):05X}" for character in characters}
    made = {names[character]: glyph_of(character) for character in characters}
    made = {".notdef": Glyph(b"", UPEM), **made}
    builder = FontBuilder(UPEM, isTTF=True)
    builder.setupGlyphOrder(list(made))
    builder.setupCharacterMap({ord(character): name for character, name in names.items()})
    builder.setupGlyf({name: glyph.outline for name, glyph in made.items()})
    table = builder.font["glyf"]
    metrics = {
        name: (glyph.advance, getattr(table[name], "xMin", 0)) for name, glyph in made.items()
    }
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    digest = hashlib.sha256(characters.encode()).hexdigest()[:12]
    family = "CounterSong"
    style = "Bold" if role == "bold" else "Regular"
    builder.setupNameTable(
        {
            "familyName": family,
            "styleName": style,
            "uniqueFontIdentifier": digest,
            "fullName": f"{family} {style}",
            "psName": f"{family}{digest}-{style}",
            "licenseDescription": "Outlines under the SIL Open Font License 1.1",
        }
    )
    builder.setupOS2(
        sTypoAscender=ASCENT,
        sTypoDescender=DESCENT,
        usWinAscent=ASCENT,
        usWinDescent=-DESCENT,
        sCapHeight=733,
        usWeightClass=700 if role == "bold" else 400,
    )
    builder.setupPost(keepGlyphNames=False)
    builder.setupHead(unitsPerEm=UPEM, created=EPOCH, modified=EPOCH)
    builder.font.recalcTimestamp = False
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()


# --- where the faces are -------------------------------------------------------------------------


def packaged(kind: Literal["serif", "sans"]) -> FaceFile:
    """Noto Serif SC or Noto Sans SC Regular from their package."""
    import pylopdf_fonts_zh_cn as package

    return FaceFile(package.serif_path() if kind == "serif" else package.sans_path())


def variable(region: Literal["sc", "tc", "jp", "kr"], weight: int) -> FaceFile:
    """A variable Noto Sans of the region at `weight`, from its package."""
    import justmytype_intl_cjk as package

    assert package.__file__
    name = f"NotoSans{region.upper()}[wght].ttf"
    folder = Path(package.__file__).parent / "fonts" / "ofl" / f"notosans{region}"
    return FaceFile(folder / name, weight=weight)


SYSTEM_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "C:/Windows/Fonts",
)


@lru_cache(maxsize=4)
def system_faces(folders: tuple[str, ...] = SYSTEM_FOLDERS) -> dict[str, FaceFile]:
    """The system's Noto CJK collections: file stem → the face for Simplified Chinese."""
    found: dict[str, FaceFile] = {}
    for folder in folders:
        root = Path(folder).expanduser()
        if root.is_dir():
            for path in sorted(root.rglob("Noto*CJK-*.ttc")):
                found.setdefault(path.stem, FaceFile(path, number=_simplified(path)))
    return found


def _simplified(path: Path) -> int:
    """Number of the collection's `… CJK SC` face; 0 when none says so."""
    from fontTools.ttLib import TTCollection

    with TTCollection(path, lazy=True) as collection:
        for number, font in enumerate(collection.fonts):
            if " SC" in str(font["name"].getDebugName(4) or ""):
                return number
    return 0


def default_chains(kept: Outlines | None = None) -> dict[Role, FontChain]:
    """The chains of this machine."""
    system = system_faces()
    regular = [packaged("serif")]
    bold = [system[n] for n in ("NotoSerifCJK-Bold", "NotoSansCJK-Bold") if n in system][:1]
    regular += [system[n] for n in ("NotoSerifCJK-Regular",) if n in system]
    light = [variable(region, 400) for region in ("sc", "tc", "jp", "kr")]
    heavy = [variable(region, 700) for region in ("sc", "tc", "jp", "kr")]
    regular += [packaged("sans"), *light]
    sans = [packaged("sans"), *light, *regular]
    return {
        "regular": FontChain(regular, kept),
        "bold": FontChain([*bold, *heavy, *regular], kept),
        "sans": FontChain(sans, kept),
        "sans_bold": FontChain([*heavy, *sans], kept),
    }
