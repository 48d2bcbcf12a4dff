"""The commands of the search page."""

from __future__ import annotations

from counter.ui.commands import spec

SEARCH = spec("search.run", "查", "Enter", title="查件，留痕", doing="正在查", hidden=True)
OPEN = spec("search.open", "打开", "Enter", title="打开这件", hidden=True)
MORE = spec("search.more", "再往下", "Down", title="下面还有的件", hidden=True)
UNFILED = spec("search.unfiled", "待归档", title="待归档：本单位办完、还没归档的件")
COPY = spec("search.copy", "抄号", "Ctrl+C", title="抄办件编号（不带空格）")
