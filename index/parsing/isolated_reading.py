"""Reading a document in the parser's process: what is sent there, and the article that comes back.

Telling titles, bylines, dates and roles apart is work on a stranger's text, as parsing is. So it is
done where it is limited and holds no one up; see docs/decisions/0025-time-in-proportion.md."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from index.reading.article_reader import read
from index.reading.contents import Contents, Document
from index.reading.header_fields import Metadata
from index.text.prompt_injection import suspicion
from index.types import Article, Incomplete, Overrides, Paragraph, Role, Source


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article as it was read from a document."""

    article: Article
    suspicious: tuple[int, ...]
    """Numbers of the paragraphs that look like instructions to a language model."""


def to_send(document: Document, overrides: Overrides) -> bytes:
    """A document and what a person knows better, for `read_sent`."""
    contents = Contents(document.metadata or Metadata(), document.blocks)
    sent = {
        "source": (document.source.kind, document.source.location),
        "text": document.text,
        "encoding": document.encoding,
        "contents": contents.as_json(),
        "has_metadata": document.metadata is not None,
        "overrides": asdict(overrides),
    }
    return json.dumps(sent).encode()


def read_sent(data: bytes) -> dict[str, Any]:
    """The article of what was sent, as plain values. Raises what `read` does."""
    sent = json.loads(data)
    contents = Contents.from_json(sent["contents"])
    document = Document(
        source=Source(*sent["source"]),
        text=sent["text"],
        encoding=sent["encoding"],
        metadata=contents.metadata if sent["has_metadata"] else None,
        blocks=contents.blocks,
    )
    article = read(document, Overrides(**sent["overrides"]))
    return {
        "article": {
            **{name: getattr(article, name) for name in _PLAIN},
            "paragraphs": [(one.text, one.role, one.published) for one in article.paragraphs],
        },
        "suspicious": [one.number for one in article.paragraphs if suspicion(one.text)],
    }


def received(reply: dict[str, Any], source: Source) -> ReadArticle:
    """The article that came back. Raises KeyError, TypeError or ValueError for what `read_sent`
    cannot have made."""
    told = reply["article"]
    made = {
        "authors": tuple(told["authors"]),
        "partial": Incomplete(told["partial"]) if told["partial"] else None,
        "source": source,
        "paragraphs": tuple(
            Paragraph(number, text, Role(role), published)
            for number, (text, role, published) in enumerate(told["paragraphs"], start=1)
        ),
    }
    article = Article(**({name: told[name] for name in _PLAIN} | made))
    return ReadArticle(article, tuple(map(int, reply["suspicious"])))


_PLAIN = tuple(one.name for one in fields(Article) if one.name not in {"source", "paragraphs"})
"""The fields of an article as JSON can hold them, except for the types that `received` restores."""
