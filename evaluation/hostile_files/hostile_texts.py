"""Texts made to be slow to read, or to look like something else."""

from __future__ import annotations

from evaluation.hostile_files.specimens import BRIDGE

MILLION = 1_000_000


def _filled(piece: str, length: int = MILLION) -> str:
    return piece * (length // len(piece))


TEXTS = {
    "letters with spaces": _filled("a "),
    "sentences of a letter": _filled("a. "),
    "brackets": _filled("("),
    "bracketed letters": _filled("(a) "),
    "dashes": _filled("- "),
    "rules": _filled("---\n\n", 200_000),
    "dates": _filled("3 March 2031 "),
    "clock times": _filled("12:00 "),
    "full stops": _filled("."),
    "open quotes": _filled("“a "),
    "quotes": _filled('"'),
    "abbreviations": _filled("Mr. "),
    "initials": _filled("J. "),
    "sayings": _filled("He said said that ", 200_000),
    "one word": _filled("a"),
    "one number": _filled("1"),
    "spaces inside": f"Storm\n\na{_filled(' ')}b\n\n{BRIDGE}",
    "spaces inside a heading": f"# a{_filled(' ')}b\n\n{BRIDGE}",
    "a row of numbers": f"{'1,' * 90}1x\n\n{BRIDGE}",
    "rows of menus": _filled("latest news " * 16 + "x\n\n"),
    "rows of buttons": _filled("share 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1 x\n\n"),
    "many small paragraphs": _filled("a b.\n\n", 600_000),
    "many lines": _filled("a\n"),
    "many headings": _filled("# a\n\n", 240_000),
    "many labels of links": _filled(
        "Related articles\n\nThe big news of Ansel\n\nThe other news of Ansel\n\n"
    ),
    "many bylines": _filled("By Jane Roe\n\n", 600_000),
    "blank lines": _filled("\n") + BRIDGE,
    "right to left": _filled("\u202e\u202da "),
    "combining marks": "a" + _filled("\u0301"),
    "no spaces, full stops of Chinese": _filled("橋閉鎖。"),
    "emoji": _filled("\U0001f600"),
    "front matter that never ends": "---\n" + _filled("a: b\n"),
    "front matter, nested": f"---\na: {'[' * 40_000}\n---\n{BRIDGE}",
    "front matter of aliases": "---\na0: &a0 [x]\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    + f"---\n{BRIDGE}",
    "a title without end": f"Title: {'w ' * 180}\n\n{_filled('Storm closes ')}\n\n{BRIDGE}",
    "wrapped lines": _filled("word " * 15 + "\n"),
    "too long": _filled("The storm came. ", 3 * MILLION),
}
"""By their names."""
