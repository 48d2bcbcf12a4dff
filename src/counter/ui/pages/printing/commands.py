"""Commands of the outbox page: the fate of papers is settled here, never guessed."""

from __future__ import annotations

from counter.ui.commands import spec

SEEN = spec("printing.seen", "看到了纸", "Y", title="看到了纸：这份打好了", doing="正在记")
NOT_SEEN = spec("printing.not_seen", "没看到", "N", title="没看到纸：这份没打成", doing="正在记")
REPRINT = spec("printing.reprint", "补打", "Ctrl+P", title="补打这份文书", doing="正在排队")
CANCEL = spec("printing.cancel", "撤下", "X", title="从队里撤下，不打了", doing="正在撤")
OPEN = spec("printing.open", "看这一件", "Enter", title="打开这份文书属于的那一件")
MORE = spec("printing.more", "再看", "Down", hidden=True)
