"""The thresholds of assistant/thresholds.py, read from its source: for docs and tests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from project import ROOT

FILE = ROOT / "assistant" / "thresholds.py"
_LINK = re.compile(r"docs/(?P<path>[\w./-]+\.md(?:#[\w-]+)?)")
_GROUP = re.compile(r"^# -- (.+?) -+$", re.MULTILINE)


@dataclass(frozen=True)
class Threshold:
    """One number: its name, what it decides, and how it was chosen."""

    name: str
    value: str
    decides: str
    chosen: str
    group: str

    @property
    def links(self) -> list[str]:
        """What it points to, relative to docs/."""
        return [match["path"] for match in _LINK.finditer(self.chosen)]


def thresholds() -> Iterator[Threshold]:
    """In the order of the file. One without a docstring has empty words."""
    source = FILE.read_text(encoding="utf-8")
    groups = [(source.count("\n", 0, m.start()) + 1, m[1]) for m in _GROUP.finditer(source)]
    body = ast.parse(source).body
    for node, following in zip(body, [*body[1:], None], strict=True):
        if not isinstance(node, ast.Assign):
            continue
        told = ""
        if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            told = " ".join(str(following.value.value).split())
        decides, _, chosen = told.partition(" Chosen")
        yield Threshold(
            name=ast.unparse(node.targets[0]),
            value=ast.unparse(node.value),
            decides=decides,
            chosen=chosen.lstrip(": "),
            group=next(name for line, name in reversed(groups) if line < node.lineno),
        )


def table() -> str:
    """As Markdown, for a page in docs/reference/."""
    lines: list[str] = []
    group = ""
    for each in thresholds():
        if each.group != group:
            group = each.group
            lines += ["", f"## {group}", "", "| threshold | value | decides | chosen |",
                      "|---|---|---|---|"]  # fmt: skip
        chosen = _LINK.sub(lambda match: f"[{match['path']}](../{match['path']})", each.chosen)
        lines.append(f"| `{each.name}` | {each.value} | {each.decides} | {chosen} |")
    return "\n".join(lines).strip()
