"""A claim weighed against invented articles by the fakes that ship with Onrecord."""

from __future__ import annotations

from assistant.evidence import Candidate
from assistant.retrieval.sentence_selection import candidates_about
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from assistant.types import Passage
from assistant.verdicts.claim_detection import read_claims
from assistant.verdicts.evidence_scoring import Weighed, weigh
from assistant.verdicts.types import Claim
from index.types import Article, Chunk


def claim_of(message: str) -> Claim:
    """The only claim of a message."""
    (claim,) = read_claims(message).claims
    return claim


def weighed(message: str, *sources: Article) -> list[Weighed[Candidate]]:
    """Every sentence of the articles, weighed against the claim."""
    claim = claim_of(message)
    passages = [_passage(source) for source in sources]
    found = candidates_about(claim.text, claim.names, passages, OverlapReranker(), 50)
    return weigh(claim, found, WordStance())


def _passage(source: Article) -> Passage:
    last = source.paragraphs[-1]
    text = "\n".join(paragraph.text for paragraph in source.paragraphs[1:])
    chunk = Chunk(source.id, source.id, 1, 2, last.number, 0, len(last.text), "", text)
    return Passage(chunk, source, 0.9, 1, 1)
