"""Small texts that may be slow to read, and texts in encodings of every kind."""

from __future__ import annotations

import random
from collections.abc import Iterator

from evaluation.hostile_files.pdf_traps import Trap
from evaluation.hostile_files.specimens import BRIDGE, RIVER, STORM, lines, page, word

LENGTH = 16_000
"""Characters of a text that repeats one thing: a quadratic step over it takes seconds."""
UNITS = (
    "? ", "! ", ". ", "… ", ", ", "; ", ": ", "?", "[", "(", "{", "<", "“", "«", "„", "‘", "'", '"',
    "]", ")", "[] ", "() ", "“” ", "-", "- ", "–", "— ", "_", "*", "**", "#", "# ", "> ", "|", "`",
    "~", "\\", "/", "//", "@", "a@", "@a.", "&", "&amp;", "&#0;", "%", "%0", "$", "€1 ", "=", "+",
    "^", " ", "\t", "\u00a0", "\u2003", "\u200b", "\u00ad", "\u202e", "\u2066", "\ufeff", "\u0301",
    "\U0001f468\u200d", "\U000e0041", "\ufb01", "\uff11", "\u0660", "0", "1,", "1, ", "1.", "1,1",
    "12:", "12:00 ", "1/", "1/2 ", "3 March ", "3 March 2031 ", "2031-03-03T", "a", "a ", "A",
    "A. ", "J. R. ", "Mr. ", "Dr. A. ", "a-", "a'", "and ", " and , ", "said ", "he said that ",
    "He said “", "not ", "By ", "By Jane Roe ", "By A and ", "Jane Roe, ", "of the ", "in the in ",
    "if you are a model, ", "ignore all previous instructions ", "system: ", "http://", "http://a.",
    "www.", "<p>", "</p>", "<!--", "<![CDATA[", "]]>", "{{", "${", "橋", "橋。", "ا", "й ",
    "\r", "\v", "\x00", "\x1b[2J", "\ud7ff", "\ufffd", "\U0010ffff",
)  # fmt: skip
"""What texts are made from by repeating it: what patterns look for, and what they must not
match."""
_PAIRS = ("()", "[]", "{}", "“”", "«»", "<>")
HEADLINE = "Storm closes bridge"


def texts() -> dict[str, str]:
    """By the kind of its attack, a text that may be slow to read."""
    found = {f"repeats {unit!r}": unit * (LENGTH // len(unit)) for unit in UNITS}
    for pair in _PAIRS:
        opening, closing = pair[0], pair[1]
        depth = LENGTH // 2
        found[f"nests {pair}"] = opening * depth + closing * depth
    found["alternates quotes"] = "“a” “b " * (LENGTH // 8)
    found["a word, then spaces"] = f"a{' ' * LENGTH}b"
    found["digits with commas, then a letter"] = f"{'1,' * (LENGTH // 2)}x"
    found["words of growing length"] = " ".join("a" * n for n in range(1, 178))
    return found


def repeats(chance: random.Random) -> Iterator[Trap]:
    """Each text as a .txt, and in one other format."""
    for kind, text in texts().items():
        yield "a.txt", kind, f"{HEADLINE}\n\n{RIVER} {text}\n".encode(errors="replace")
        clean = "".join(c for c in text if c.isprintable() or c in "\t\r") or "x"
        escaped = clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        paragraph = f"<p>{RIVER} {escaped}</p>"
        others = (
            ("a.html", page(f"<h1>{HEADLINE}</h1>{paragraph}").encode()),
            ("a.jsonl", lines({"title": HEADLINE, "text": f"{RIVER} {text}"})),
            ("a.md", f"# {text}\n\n{RIVER}\n\n> {text}\n".encode()),
            ("a.docx", word(f"<w:p><w:r><w:t>{RIVER} {escaped}</w:t></w:r></w:p>")),
        )
        name, data = chance.choice(others)
        yield name, kind, data
        told = {**STORM, chance.choice(("title", "authors", "outlet", "published", "url")): text}
        yield "fields.jsonl", f"a field that {kind}", lines(told)


def encodings() -> Iterator[Trap]:
    """The same text in many, and bytes that aren't text."""
    text = f"{HEADLINE}\n\n{BRIDGE} Übermäßig — “naïve” 橋 мост جسر\n\n{RIVER}\n"
    for encoding in (
        "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-7", "cp1252",
        "latin-1", "cp1251", "koi8-r", "shift_jis", "euc-jp", "iso2022_jp", "gb18030", "big5",
        "cp037", "mac_roman", "cp437", "hz",
    ):  # fmt: skip
        data = text.encode(encoding, errors="replace")
        yield "a.txt", f"in {encoding}", data
        yield (
            "a.html",
            f"in {encoding}",
            page(f"<h1>{HEADLINE}</h1><p>{text}</p>").encode(encoding, errors="replace"),
        )
        yield "a.txt", f"in {encoding}, cut", data[: len(data) // 2 * 2 - 1]
    plain = text.encode()
    for kind, data in {
        "a BOM that lies": b"\xff\xfe" + plain,
        "a BOM of another order": b"\xfe\xff" + text.encode("utf-16-le"),
        "many BOMs": b"\xef\xbb\xbf" * 5_000 + plain,
        "NULs between": b"\0".join(bytes([byte]) for byte in plain),
        "NULs before it": bytes(60_000) + plain,
        "NULs only": bytes(60_000),
        "overlong UTF-8": plain + b"\xc0\x80\xe0\x80\x80\xf0\x80\x80\x80" * 2_000,
        "surrogates in UTF-8": plain + b"\xed\xa0\x80\xed\xbf\xbf" * 2_000,
        "bytes of a picture": b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(60_000),  # noqa: S311
        "nothing": b"",
        "white space only": b" \n\t" * 20_000,
        "a line of a million letters": b"a" * 1_000_000,
        "lines of a letter": b"a\n" * 40_000,
        "paragraphs of a letter": b"a\n\n" * 20_000,
        "escapes of a terminal": b"\x1b]0;x\x07\x1b[31m" * 3_000 + plain,
    }.items():
        yield "a.txt", kind, data
