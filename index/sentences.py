"""From a paragraph to the spans of its sentences."""

from __future__ import annotations

from sentencex import segment


def sentences(text: str, language: str | None = None) -> list[tuple[int, int]]:
    spans, at = [], 0
    for piece in segment(language or "en", text):
        start, at = at, at + len(piece)
        body = text[start:at]
        if body.strip():
            lead = len(body) - len(body.lstrip())
            spans.append((start + lead, start + len(body.rstrip())))
    return spans
