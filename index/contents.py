"""What a parser finds in a file that holds one article, and how it travels between processes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from index.metadata import Told
from index.types import Block, Role


@dataclass(frozen=True, slots=True)
class Contents:
    """Paragraphs, and what the file tells beside them."""

    told: Told = field(default_factory=Told)
    blocks: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """All paragraphs, parted by blank lines."""
        return "\n\n".join(block.text for block in self.blocks)

    def as_json(self) -> dict[str, Any]:
        """Plain values, from which `from_json` makes the same."""
        blocks = [[block.text, block.role] for block in self.blocks]
        return {"told": asdict(self.told), "blocks": blocks}

    @classmethod
    def from_json(cls, sent: dict[str, Any]) -> Contents:
        """Raises ValueError, KeyError or TypeError for what `as_json` cannot have made."""
        told = Told(**sent["told"])
        authors = tuple(str(name) for name in told.authors)
        told.authors = authors
        blocks = tuple(
            Block(str(text), Role(role) if role else None) for text, role in sent["blocks"]
        )
        return cls(told, blocks)
