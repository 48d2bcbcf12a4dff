"""docs/law.md and the tests agree: every article of its table is shown by a test, and no other.

The marks are read from the source of the tests, so that a test that is not run today counts too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

PENDING: frozenset[str] = frozenset()
"""Rows whose rule is not built yet; a row leaves this set as soon as a test bears its mark."""


def rows() -> list[str]:
    """The articles of the table, in its order."""
    table = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
    return re.findall(r"(?m)^\| (\d+[^|]*?) \|", table)


def marks() -> dict[str, list[str]]:
    """Article -> tests that bear it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for article, name in _marked(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(article, []).append(f"{path.name}::{name}")
    return found


def _marked(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith(
                "mark.article"
            ):
                for argument in decorator.args:
                    yield str(ast.literal_eval(argument)), node.name


def test_the_table_names_each_article_once() -> None:
    assert len(rows()) == len(set(rows())) > 30


def test_every_article_of_the_table_is_shown_by_a_test() -> None:
    assert [row for row in rows() if row not in marks() and row not in PENDING] == []


def test_every_mark_is_an_article_of_the_table() -> None:
    assert sorted(set(marks()) - set(rows())) == []


def test_what_is_pending_is_in_the_table() -> None:
    assert set(rows()) >= PENDING
