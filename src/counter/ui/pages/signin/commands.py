"""Commands of the sign-in page. They are few: number, PIN, Enter."""

from __future__ import annotations

from counter.ui.commands import spec

ENTER = spec("signin.enter", "上岗", "Enter", doing="正在核对")
RECENT = tuple(
    spec(f"signin.recent{n}", f"第 {n} 位", f"Alt+{n}", title=f"这个窗口最近的第 {n} 位")
    for n in (1, 2, 3)
)
AGAIN = spec("signin.test", "再体检", "F5", title="再做一次开机体检", doing="正在查")
