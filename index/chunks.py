"""From an article to its chunks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from index.types import Article, Chunk, Role

PACKING = "paragraphs-1"


def pack(article: Article, count_tokens: Callable[[str], int], limit: int) -> list[Chunk]:
    context = " — ".join(x for x in (article.title, article.outlet, article.published) if x)
    return [
        Chunk(
            key=hashlib.sha256(f"{context}\n{p.text}".encode()).hexdigest()[:32],
            article_id=article.id,
            version=article.version,
            first=p.number,
            last=p.number,
            start=0,
            end=len(p.text),
            context=context,
            text=p.text,
        )
        for p in article.paragraphs
        if p.role in (Role.BODY, Role.HEADING)
    ]
