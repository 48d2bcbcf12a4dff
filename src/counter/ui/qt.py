"""The one door for Qt: every other module of the program takes its Qt names from here.

A test greps for imports of PySide6 elsewhere. The list is explicit, so that what the desk uses of
Qt can be read in one place and a change of binding is a change of this file. A name is fetched when
it is first asked for: PySide makes its classes one by one, and making all of them here would keep
the first window waiting (60 ms).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import (
        QAbstractItemModel,
        QAbstractListModel,
        QAbstractTableModel,
        QByteArray,
        QCoreApplication,
        QDate,
        QElapsedTimer,
        QEvent,
        QEventLoop,
        QItemSelectionModel,
        QLocale,
        QMargins,
        QModelIndex,
        QObject,
        QPersistentModelIndex,
        QPoint,
        QPointF,
        QRect,
        QRectF,
        QSignalBlocker,
        QSize,
        QSizeF,
        Qt,
        QThread,
        QTimer,
        QTranslator,
        QUrl,
        Signal,
        Slot,
    )
    from PySide6.QtGui import (
        QAccessible,
        QAccessibleEvent,
        QBrush,
        QClipboard,
        QCloseEvent,
        QColor,
        QDesktopServices,
        QFocusEvent,
        QFont,
        QFontDatabase,
        QFontInfo,
        QFontMetricsF,
        QGuiApplication,
        QImage,
        QInputMethodEvent,
        QKeyEvent,
        QKeySequence,
        QMouseEvent,
        QPainter,
        QPainterPath,
        QPaintEvent,
        QPalette,
        QPen,
        QPixmap,
        QPolygonF,
        QResizeEvent,
        QShowEvent,
        QValidator,
        QWheelEvent,
        QWindow,
    )
    from PySide6.QtNetwork import QLocalServer, QLocalSocket
    from PySide6.QtWidgets import (
        QAbstractButton,
        QAbstractItemView,
        QAbstractScrollArea,
        QApplication,
        QCheckBox,
        QComboBox,
        QFrame,
        QGridLayout,
        QHBoxLayout,
        QHeaderView,
        QLabel,
        QLayout,
        QLineEdit,
        QListView,
        QMainWindow,
        QPlainTextEdit,
        QScrollArea,
        QScrollBar,
        QSizePolicy,
        QStackedWidget,
        QStyle,
        QStyledItemDelegate,
        QStyleFactory,
        QStyleOption,
        QStyleOptionViewItem,
        QTableView,
        QTextEdit,
        QVBoxLayout,
        QWidget,
    )

__all__ = [
    "QAbstractButton",
    "QAbstractItemModel",
    "QAbstractItemView",
    "QAbstractListModel",
    "QAbstractScrollArea",
    "QAbstractTableModel",
    "QAccessible",
    "QAccessibleEvent",
    "QApplication",
    "QBrush",
    "QByteArray",
    "QCheckBox",
    "QClipboard",
    "QCloseEvent",
    "QColor",
    "QComboBox",
    "QCoreApplication",
    "QDate",
    "QDesktopServices",
    "QElapsedTimer",
    "QEvent",
    "QEventLoop",
    "QFocusEvent",
    "QFont",
    "QFontDatabase",
    "QFontInfo",
    "QFontMetricsF",
    "QFrame",
    "QGridLayout",
    "QGuiApplication",
    "QHBoxLayout",
    "QHeaderView",
    "QImage",
    "QInputMethodEvent",
    "QItemSelectionModel",
    "QKeyEvent",
    "QKeySequence",
    "QLabel",
    "QLayout",
    "QLineEdit",
    "QListView",
    "QLocalServer",
    "QLocalSocket",
    "QLocale",
    "QMainWindow",
    "QMargins",
    "QModelIndex",
    "QMouseEvent",
    "QObject",
    "QPaintEvent",
    "QPainter",
    "QPainterPath",
    "QPalette",
    "QPen",
    "QPersistentModelIndex",
    "QPixmap",
    "QPlainTextEdit",
    "QPoint",
    "QPointF",
    "QPolygonF",
    "QRect",
    "QRectF",
    "QResizeEvent",
    "QScrollArea",
    "QScrollBar",
    "QShowEvent",
    "QSignalBlocker",
    "QSize",
    "QSizeF",
    "QSizePolicy",
    "QStackedWidget",
    "QStyle",
    "QStyleFactory",
    "QStyleOption",
    "QStyleOptionViewItem",
    "QStyledItemDelegate",
    "QTableView",
    "QTextEdit",
    "QThread",
    "QTimer",
    "QTranslator",
    "QUrl",
    "QVBoxLayout",
    "QValidator",
    "QWheelEvent",
    "QWidget",
    "QWindow",
    "Qt",
    "Signal",
    "Slot",
    "load_qtest",
]

_HOMES = ("QtCore", "QtGui", "QtWidgets", "QtNetwork")


def __getattr__(name: str) -> Any:
    """A Qt name of `__all__`, kept here from then on."""
    if name in __all__:
        for home in _HOMES:
            found = getattr(import_module(f"PySide6.{home}"), name, None)
            if found is not None:
                globals()[name] = found
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_qtest() -> Any:
    """Qt's own test helper, loaded only when a script is played: its keys take a person's way."""
    from PySide6.QtTest import QTest

    return QTest
