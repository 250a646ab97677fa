"""Parts of a written sentence that have nothing to do with its sources.

A sentence that says one true thing and one that comes from nowhere reads, to a small model, rather
like the true one. So its parts are looked at: by their words, and those with none of the sources'
words are weighed by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.english.sentence_forms import has_verb
from assistant.english.similarity import stems
from assistant.groundedness.cited_sentence import CitedSentence
from assistant.nli.base import StanceModel
from assistant.nli.scoring import stance_of_texts
from assistant.thresholds import PART_OF_SOURCES, PART_SAID, PART_WITH_ADDRESS_OF_SOURCES
from index.strings.bounded_patterns import bounded
from index.strings.quotation_marks import outside_quotations

ADDRESS = bounded(
    r"(?:https?://|www\.)\S+|\b[\w.+-]{1,64}+@[\w-]+\.[\w.]+|\b[\w-]{1,63}+(?:\.[\w-]{1,63}+){0,8}"
    r"\.(?:com|org|net|info|biz|io|co|xyz|app|dev|gov|edu|ru|cn|uk|de|fr|eu)\b(?:/\S*)?",
    re.IGNORECASE,
)
_CLAUSES = bounded(r"[,;:!.]\s+|\s[–—-]+\s|—|\s+(?:and|but|while|because|so|or)\s+")
_PHRASES = bounded(rf"{_CLAUSES.pattern}|\s+(?:as|which|who|where|that|to)\s+")
_FEWEST = 3
"""Words with a meaning of a part that can be a statement; one less where it has a verb."""


def stray(cited: CitedSentence, model: StanceModel) -> str | None:
    """The first part of a sentence that comes from nowhere, or all of it. Raises ModelError."""
    known = stems(cited.words)
    for part in _parts(cited.text):
        own = stems(part)
        enough = PART_WITH_ADDRESS_OF_SOURCES if ADDRESS.search(part) else PART_OF_SOURCES
        if len(own & known) >= enough * len(own):
            continue
        if all(one.supports < PART_SAID for one in stance_of_texts(part, cited.stated, model)):
            return part
    return None


def _parts(text: str) -> Iterator[str]:
    """The whole, and what stands between its joints, as far as it can be a statement or leads
    somewhere else."""
    yield text
    outside = outside_quotations(text)
    for part in dict.fromkeys([*_CLAUSES.split(outside), *_PHRASES.split(outside)]):
        fewest = _FEWEST - has_verb(part)
        if len(stems(part)) >= fewest or ADDRESS.search(part):
            yield part.strip(" .")
