"""Reading a document in the parser's process: what is sent there, and the article that comes back.

Telling titles, bylines, dates and roles apart is work on a stranger's text, as parsing is. So it is
done where it has a limit and holds nobody up; see docs/decisions/0025-time-in-proportion.md."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from index.metadata import Told
from index.read import read
from index.suspicion import suspicion
from index.types import Article, Block, Document, Overrides, Paragraph, Role, Source


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a document told."""

    article: Article
    suspicious: tuple[int, ...]
    """Numbers of the paragraphs that look like orders for a language model."""


def to_send(document: Document, overrides: Overrides) -> bytes:
    """A document and what a person knows better, for `read_sent`."""
    told = document.told
    sent = {
        "source": (document.source.kind, document.source.location),
        "text": document.text,
        "encoding": document.encoding,
        "told": None if told is None else asdict(told),
        "blocks": [(block.text, block.role) for block in document.blocks],
        "overrides": asdict(overrides),
    }
    return json.dumps(sent).encode()


def read_sent(data: bytes) -> dict[str, Any]:
    """The Reading of what was sent, as plain values. Raises what `read` does."""
    sent = json.loads(data)
    told = sent["told"]
    if told is not None:
        told["authors"] = tuple(told["authors"])
    document = Document(
        source=Source(*sent["source"]),
        text=sent["text"],
        encoding=sent["encoding"],
        told=None if told is None else Told(**told),
        blocks=tuple(Block(text, Role(role) if role else None) for text, role in sent["blocks"]),
    )
    article = read(document, Overrides(**sent["overrides"]))
    return {
        "article": {
            **{name: getattr(article, name) for name in _PLAIN},
            "paragraphs": [(paragraph.text, paragraph.role) for paragraph in article.paragraphs],
        },
        "suspicious": [one.number for one in article.paragraphs if suspicion(one.text)],
    }


def received(reply: dict[str, Any], source: Source) -> Reading:
    """The Reading that came back. Raises KeyError, TypeError or ValueError for what `read_sent`
    cannot have made."""
    told = reply["article"]
    article = Article(
        **{name: told[name] for name in _PLAIN} | {"authors": tuple(told["authors"])},
        source=source,
        paragraphs=tuple(
            Paragraph(number, text, Role(role))
            for number, (text, role) in enumerate(told["paragraphs"], start=1)
        ),
    )
    return Reading(article, tuple(map(int, reply["suspicious"])))


_PLAIN = (
    "id", "version", "title", "outlet", "authors", "published", "url", "language",
    "machine_translated", "content_hash",
)  # fmt: skip
"""What of an article is text, a number or a list of texts."""
