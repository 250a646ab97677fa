"""What a parser finds in a file that holds one article, and how it travels between processes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from index.reading.header_fields import Metadata
from index.strings.characters import storable
from index.types import Block, Incomplete, Role, Source


@dataclass(frozen=True, slots=True)
class Contents:
    """Paragraphs, and what the file says besides."""

    metadata: Metadata = field(default_factory=Metadata)
    blocks: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """All paragraphs, parted by blank lines."""
        return "\n\n".join(block.text for block in self.blocks)

    def as_json(self) -> dict[str, Any]:
        """Plain values, from which `from_json` makes the same."""
        blocks = [[block.text, block.role, block.published] for block in self.blocks]
        return {"metadata": asdict(self.metadata), "blocks": blocks}

    @classmethod
    def from_json(cls, sent: dict[str, Any]) -> Contents:
        """Raises ValueError, KeyError or TypeError for what `as_json` cannot have made."""
        metadata = Metadata(**sent["metadata"])
        for name in (
            "title", "outlet", "agency", "published", "updated", "url", "canonical", "language",
        ):  # fmt: skip
            value = getattr(metadata, name)
            setattr(metadata, name, None if value is None else storable(str(value)))
        metadata.authors = tuple(storable(str(author)) for author in metadata.authors)
        metadata.machine_translated = bool(metadata.machine_translated)
        metadata.day_first = None if metadata.day_first is None else bool(metadata.day_first)
        metadata.partial = Incomplete(metadata.partial) if metadata.partial else None
        blocks = tuple(
            Block(
                storable(str(text)),
                Role(role) if role else None,
                storable(str(published)) if published else None,
            )
            for text, role, published in sent["blocks"]
        )
        return cls(metadata, blocks)


@dataclass(frozen=True, slots=True)
class Document:
    """One article as its source has it: decoded, its lines ended by a single newline, nothing else
    changed."""

    source: Source
    text: str
    encoding: str
    metadata: Metadata | None = None
    """What the file says about the article besides its text; None for plain text, whose first lines
    may say it. Not to be changed: learn more on a copy."""
    blocks: tuple[Block, ...] = ()
    """The text in paragraphs where the format marks them; empty for plain text."""
