"""The scan of a letter of authority in a sheet: drawn from memory, never a file."""

from __future__ import annotations

from counter.domain.catalogue import AuthorityLetter
from counter.domain.errors import text
from counter.ui import theme
from counter.ui.pages.staff.presenter import StaffPresenter, scanned
from counter.ui.qt import QPainter, QPaintEvent, QPixmap, QRect, QSize, Qt, QWidget
from counter.ui.text import say
from counter.ui.widgets.basic import Label
from counter.ui.widgets.sheet import Choice, Sheet

WIDTH, FRAME = 720, 220
"""Width of the sheet; what of the height its own words, keys and margins take. Pixels of 100 %."""


def scan_sheet(
    ground: QWidget, presenter: StaffPresenter, letter: AuthorityLetter, data: bytes
) -> Sheet:
    """The picture as large as the window allows; a key for the person's next one."""
    picture = QPixmap()
    picture.loadFromData(data)
    body: QWidget
    if picture.isNull():
        words = text("这张图片打不开，请看窗口上存的原件，请管理员换一张再导入目录包。")
        body = Label(words, colour="ink2", wrap=True)
    else:
        wide = min(theme.px(WIDTH), ground.width() - 40) - 2 * theme.measure("panel")
        body = Picture(picture, QSize(wide, ground.height() - theme.px(FRAME)))
        body.setAccessibleName(say(text("{number} 的扫描件", number=letter.number)))
    person, choices = presenter.person, []
    held = scanned(person) if person is not None else ()
    if letter in held and len(held) > 1:
        after = held.index(letter) + 1
        choices.append(Choice("Enter", "下一份", lambda: presenter.see_scan(after), True))
    title = text("授权委托书 {number}", number=letter.number)
    words = text("看了这份扫描件，已记入查询留痕。")
    return Sheet(ground, title, body, choices, words=words, width=WIDTH, cancel="看完了")


class Picture(QWidget):
    """A picture fitted into a room, in the middle."""

    def __init__(self, picture: QPixmap, room: QSize) -> None:
        super().__init__()
        self._picture = picture
        size = picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        self._size = size
        self.setMinimumSize(size)

    def paintEvent(self, event: QPaintEvent) -> None:
        left = (self.width() - self._size.width()) // 2
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            ratio = self.devicePixelRatioF()
            fitted = self._picture.scaled(
                self._size * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            p.drawPixmap(QRect(left, 0, self._size.width(), self._size.height()), fitted)
