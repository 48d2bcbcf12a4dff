"""The shell's own commands, which hold on every page."""

from __future__ import annotations

from counter.ui.commands import spec

PALETTE = spec("shell.palette", "找命令", "Ctrl+K", title="找命令、办件、人、事项")
RULE = spec("shell.rule", "规矩", "F1", title="这里按哪条规矩，有哪些键")
LOCK = spec("shell.lock", "锁屏", "F11", title="锁屏，换人")
SIGN_OUT = spec("shell.sign_out", "离岗", "", title="离岗，交给别人")
BACK = spec("shell.back", "退一步", "Esc", hidden=True)
BIG_FONT = spec("shell.big_font", "大字", "Ctrl+Alt+B", title="大字 / 平常字")
THEME = spec("shell.theme", "深浅", "Ctrl+Alt+D", title="深色 / 浅色")

RAIL = {
    place: spec(f"shell.page{place}", f"第 {place} 页", f"Alt+{place}", hidden=True)
    for place in "1234567890"
}
"""Alt+1 … Alt+0: the rail."""
