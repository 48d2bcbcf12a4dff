"""Pinyin of matter titles, so that `spl` finds 食品流通许可.

pypinyin takes a fifth of a second to import, so it is imported when first asked.
"""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "典当行": "dian dang hang",
    "药行": "yao hang",
    "支行": "zhi hang",
    "总行": "zong hang",
    "采血": "cai xue",
    "采血浆": "cai xue jiang",
    "单采血浆站": "dan cai xue jiang zhan",
    "薄膜": "bo mo",
    "重置": "chong zhi",
    "重审": "chong shen",
    "重领": "chong ling",
    "重办": "chong ban",
    "重设": "chong she",
}
"""Words that the package reads wrongly in a hall's language: word -> syllables with blanks."""


def read(title: str) -> tuple[str, str]:
    """Initials and full pinyin of the Chinese and alphanumeric characters, lower case.

    食品流通许可（新办） -> ("spltxkxb", "shipinliutongxukexinban").
    """
    from pypinyin import lazy_pinyin

    _teach()
    syllables = [
        part for s in lazy_pinyin(title) for part in ([s] if s.isalpha() else _plain(s)) if part
    ]
    lower = [s.lower().replace("ü", "v") for s in syllables]
    return "".join(s[0] for s in lower), "".join(lower)


def _plain(text: str) -> list[str]:
    """Digits and letters of what has no pinyin, one by one."""
    return [c for c in text if c.isascii() and c.isalnum()]


_taught = False


def _teach() -> None:
    """Give the package our phrases, once."""
    global _taught
    if _taught or not PHRASES:
        return
    from pypinyin import load_phrases_dict

    load_phrases_dict({w: [[s] for s in p.split()] for w, p in PHRASES.items()})
    _taught = True
