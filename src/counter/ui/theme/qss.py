"""One style sheet made from the tokens: what stock widgets look like, down to the last one used.

Sizes of type are not here: they are set by QFont from the tokens. Combo boxes paint their own
arrow; their list, scroll bars and text areas are styled whole, so that nothing of Fusion shows.
"""

from __future__ import annotations

from counter.ui.theme.tokens import RADIUS, Theme

_SHEET = """
QMainWindow, QWidget#page, QWidget#shell {{ background: {paper}; }}
QToolTip {{ color: {ink}; background: {paper}; border: 1px solid {edge}; }}

QAbstractScrollArea {{ background: {paper}; border: 0; }}

QLineEdit, QPlainTextEdit, QComboBox {{
    color: {ink}; background: {paper};
    border: 1px solid {edge}; border-radius: {radius}px;
    padding: 0 {pad}px;
    selection-background-color: {fill}; selection-color: {onfill};
}}
QPlainTextEdit {{ padding: {half}px {half}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QComboBox:on {{
    border: 2px solid {accent}; padding: 0 {pad1}px;
}}
QPlainTextEdit:focus {{ padding: {half1}px {half1}px; }}
QLineEdit[bad="true"], QPlainTextEdit[bad="true"], QComboBox[bad="true"] {{
    border: 2px solid {bad}; padding: 0 {pad1}px;
}}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{
    color: {ink3}; background: {paper}; border-color: {line};
}}
QLineEdit[naked="true"], QLineEdit[naked="true"]:focus {{
    border: 0; background: transparent; padding: 0;
}}

QComboBox {{ combobox-popup: 0; }}
QComboBox::drop-down {{ border: 0; width: {drop}px; background: transparent; }}
QComboBox::down-arrow {{ image: none; width: 0; height: 0; }}
QComboBox QAbstractItemView {{
    color: {ink}; background: {paper};
    border: 0; padding: 0; margin: 0; outline: 0;
    selection-background-color: {tint}; selection-color: {ink};
}}
QComboBox QAbstractItemView::item {{ min-height: {row}px; padding: 0 {pad}px; border: 0; }}
QComboBox QAbstractItemView::item:selected {{
    background: {tint}; color: {ink};
    border-top: 2px solid {accent}; border-bottom: 2px solid {accent};
}}

QTableView, QListView {{
    background: {paper}; border: 0; outline: 0; gridline-color: {line};
    selection-background-color: {tint}; selection-color: {ink};
}}
QScrollBar:vertical {{ background: {desk}; width: {bar}px; margin: 0; border: 0; }}
QScrollBar:horizontal {{ background: {desk}; height: {bar}px; margin: 0; border: 0; }}
QScrollBar::handle:vertical {{
    background: {edge}; min-height: {grip}px; border-radius: {small}px; margin: 2px;
}}
QScrollBar::handle:horizontal {{
    background: {edge}; min-width: {grip}px; border-radius: {small}px; margin: 2px;
}}
QScrollBar::handle:hover {{ background: {accent}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QMenu {{ color: {ink}; background: {paper}; border: 1px solid {edge}; padding: {half}px 0; }}
QMenu::item {{ padding: {half}px {wide}px; border: 0; }}
QMenu::item:selected {{ background: {tint}; color: {ink}; }}
QMenu::item:disabled {{ color: {ink3}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: {half}px 0; }}
"""


def style_sheet(theme: Theme) -> str:
    """The application's style sheet in `theme`."""
    px = theme.px
    return _SHEET.format(
        **theme.palette.colours(),
        radius=RADIUS["field"],
        small=RADIUS["small"],
        pad=px(8),
        pad1=px(8) - 1,
        half=px(4),
        half1=px(4) - 1,
        wide=px(20),
        drop=px(20),
        row=px(30),
        bar=px(12),
        grip=px(32),
    )
