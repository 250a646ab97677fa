"""Parts of a written sentence that have nothing to do with its sources.

A sentence that says one true thing and one that comes from nowhere reads, to a small model, rather
like the true one. So its parts are looked at: by their words, and those with none of the sources'
words are weighed by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.asserting import unquoted
from assistant.leaning import stance_of_texts
from assistant.stance import StanceModel
from assistant.wording import stems

_JOINTS = re.compile(
    r"[,;:!.]\s+|\s[–—-]+\s|—|\s+(?:and|but|while|because|so|or|as|which|who|where|that|to)\s+"
)
_FEWEST = 3
"""Words with a meaning of a part that can be a statement by itself."""
_FOREIGN = 0.25
"""Share of them that its sources have, up to which a part has nothing to do with them."""
_UNRELATED = 0.34
"""The same for a whole sentence."""
_SAID = 0.5
"""Probability of support from which a part is said in other words."""


def unrelated(text: str, told: str) -> bool:
    """Whether a sentence has hardly a word of what its sources state."""
    own = stems(text)
    return len(own & stems(told)) < _UNRELATED * len(own)


def stray(text: str, told: str, model: StanceModel) -> str | None:
    """The first part of a sentence that comes from nowhere. Raises ModelError."""
    known = stems(told)
    for part in _parts(text):
        own = stems(part)
        if len(own) < _FEWEST or len(own & known) > _FOREIGN * len(own):
            continue
        if all(one.supports < _SAID for one in stance_of_texts(part, [told], model)):
            return part
    return None


def _parts(text: str) -> Iterator[str]:
    yield from (part.strip(" .") for part in _JOINTS.split(unquoted(text)))
