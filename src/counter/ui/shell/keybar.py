"""The key bar: twelve fixed places in groups of four, and Ctrl+K. A key never changes place."""

from __future__ import annotations

from dataclasses import dataclass

from counter.ui import theme
from counter.ui.commands import PLACES
from counter.ui.qt import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRectF,
    QSize,
    QSizePolicy,
    QWidget,
    Signal,
)
from counter.ui.text import tr
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Painted


@dataclass(frozen=True)
class KeyFace:
    """One place: word, whether it can be pressed, whether it is the next one, the doing word."""

    word: str
    enabled: bool = False
    next: bool = False
    doing: str = ""


class KeyBar(Painted):
    """Answers to the mouse and to touch as well."""

    pressed = Signal(str)
    """A place was clicked: the key's name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faces: dict[str, KeyFace] = {k: KeyFace(w) for k, w in PLACES.items()}
        self.setObjectName("key_bar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retheme()

    def show_faces(self, faces: dict[str, KeyFace]) -> None:
        """What stands on each place now; places left out keep their word and are dim."""
        made = {k: faces.get(k, KeyFace(w)) for k, w in PLACES.items()}
        made["Ctrl+K"] = faces.get("Ctrl+K", KeyFace("找命令", True))
        if made != self._faces:
            self._faces = made
            self.renew()

    def face(self, key: str) -> KeyFace:
        """What stands on a place."""
        return self._faces[key]

    def words(self) -> str:
        parts = []
        for key, face in self._faces.items():
            mark = "" if face.enabled else tr("（现在不能）")
            now = "▶" if face.next else ""
            parts.append(f"{key} {now}{tr(face.doing or face.word)}{mark}")
        return "  ".join(parts)

    def retheme(self) -> None:
        self.setFixedHeight(theme.measure("keybar"))
        self.renew()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(900), theme.measure("keybar"))

    minimumSizeHint = sizeHint

    def _boxes(self) -> dict[str, QRectF]:
        """The keys' places: three groups of four, then Ctrl+K at the right end."""
        pad, gap = theme.px(8), theme.px(4)
        group = theme.px(16) if not theme.current().folds(self.width()) else theme.px(14)
        last = theme.px(98) if not theme.current().folds(self.width()) else theme.px(80)
        room = self.width() - 2 * pad - last - 3 * group - 9 * gap
        width = room / 12
        top = (self.height() - theme.measure("key")) / 2
        boxes: dict[str, QRectF] = {}
        x = float(pad)
        for place, key in enumerate(PLACES):
            boxes[key] = QRectF(round(x), round(top), round(width), theme.measure("key"))
            x += width + (group if place % 4 == 3 else gap)
        right = self.width() - pad - last
        boxes["Ctrl+K"] = QRectF(right, round(top), last, theme.measure("key"))
        return boxes

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for key, box in self._boxes().items():
            if box.contains(event.position()):
                self.pressed.emit(key)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("band"))
            p.fillRect(0, 0, self.width(), 1, theme.colour("line"))
            for key, box in self._boxes().items():
                self._paint_key(p, box, key, self._faces.get(key, KeyFace("找命令", True)))

    def _paint_key(self, p: QPainter, box: QRectF, key: str, face: KeyFace) -> None:
        filled = face.next or bool(face.doing)
        dark = theme.current().palette.name == "dark"
        if filled:
            border = theme.colour("accent") if dark else theme.colour("fill")
            paint.draw_box(p, box, theme.colour("fill"), border, 4)
            name = word = "onfill"
        elif face.enabled:
            paint.draw_box(p, box, theme.colour("paper"), theme.colour("edge"), 4)
            name, word = "ink2", "ink"
        else:
            paint.draw_box(p, box, None, theme.colour("line"), 4)
            name = word = "ink3"
        x = box.left() + theme.px(8)
        first, second = box.top() + theme.px(11), box.top() + theme.px(28)
        bold = filled or face.enabled
        paint.draw_words(p, x, first, key, "note", bold, name)
        if face.next and not face.doing:
            side = theme.px(9)
            area = QRectF(x + 1, second - side / 2, side, side)
            paint.draw_glyph(p, area, "play", theme.colour(word))
            x += theme.px(13)
        words = tr(face.doing or face.word)
        role = (
            "body"
            if box.right() - x >= theme.metrics("body", bold).horizontalAdvance(words)
            else "note"
        )
        paint.draw_words(p, x, second, words, role, bold, word)
