"""The key map as a page, from the command registry: `python -m counter.ui.keymap FILE`."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from counter.ui.commands import PLACES, CommandSpec, all_specs, cap

GROUPS = {
    "shell": "到处都能用",
    "signin": "上岗",
    "reception": "1 受理",
    "notice": "1 受理，一次告知开着",
    "worklist": "2 待办",
    "search": "3 查件",
    "case": "办件",
    "enquiry": "4 咨询",
    "project": "5 代理",
    "seals": "7 用印",
    "printing": "9 待传（打印）",
    "staff": "8 人员",
    "devices": "0 设备",
    "cash": "财政窗口：1 收费",
    "tickets": "财政窗口：2 票据",
    "close": "财政窗口：3 日结",
    "ledger": "财政窗口：5 流水",
    "palette": "找命令（Ctrl+K）",
}

HEAD = """# 键位表 · Key map

Made from the command registry by `python -m counter.ui.keymap docs/keys.md`; do not edit by hand.

A key has one meaning per place: F1 rule · F2 new · F3 call · F4 no, because · F5 go on ·
F6 decide · F7 charge sheet · F8 ticket · F9 complaint · F10 send now · F11 lock ·
F12 daily close. A page may narrow the word, not the direction. Letters act only where no text
field has the focus. Enter goes to the next field or step, Esc one step back, arrows move in
tables, Tab follows the reading order.
"""


def key_map(specs: Iterable[CommandSpec]) -> str:
    """The page as Markdown: a table a group, keys in the order of the key bar, then the rest."""
    groups: dict[str, list[CommandSpec]] = {}
    for each in specs:
        if each.key:
            groups.setdefault(each.group, []).append(each)
    parts = [HEAD]
    for group in (*GROUPS, *(g for g in groups if g not in GROUPS)):
        if group in groups:
            parts.append(
                f"\n## {GROUPS.get(group, group)}\n\n| 键 | 做什么 | id |\n|---|---|---|\n"
            )
            ordered = sorted(groups[group], key=_order)
            parts += [f"| {_key(c)} | {_words(c)} | `{c.id}` |\n" for c in ordered]
    return "".join(parts)


def _order(each: CommandSpec) -> tuple[int, str]:
    """Commands of one key keep the order of their module: the sort is stable."""
    places = list(PLACES)
    return (places.index(each.key) if each.key in places else len(places), each.key)


def _key(each: CommandSpec) -> str:
    return cap(each.key).replace("|", "\\|")


def _words(each: CommandSpec) -> str:
    return each.title or each.word or each.id


def main() -> None:
    """Write the page to the file named on the command line, else to standard output."""
    words = key_map(all_specs())
    if len(sys.argv) > 1:
        with open(sys.argv[1], "w", encoding="utf-8") as file:
            file.write(words)
    else:
        sys.stdout.write(words)


if __name__ == "__main__":
    main()
