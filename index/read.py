"""From a document to an article."""

from __future__ import annotations

import hashlib
import re

from index.errors import SourceEmpty
from index.types import Article, Document, Overrides, Paragraph, Role


def read(document: Document, overrides: Overrides) -> Article:
    texts = [t.strip() for t in re.split(r"\n\s*\n", document.text) if t.strip()]
    if len(texts) < 2:
        raise SourceEmpty("No text.", subject=document.source.location, remedy="Check the file.")
    paragraphs = tuple(
        Paragraph(n, t, Role.TITLE if n == 1 else Role.BODY) for n, t in enumerate(texts, 1)
    )
    identity = f"{document.source.kind}\n{document.source.location}"
    return Article(
        id=hashlib.sha256(identity.encode()).hexdigest()[:12],
        version=1,
        source=document.source,
        title=overrides.title or texts[0],
        outlet=overrides.outlet,
        authors=(),
        published=overrides.published,
        url=None,
        language="en",
        content_hash=hashlib.sha256(repr((overrides, texts)).encode()).hexdigest(),
        paragraphs=paragraphs,
    )
