"""Whether those whose word a written sentence gives are those who said it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.names import abbreviates, own_words, spelling, spellings
from assistant.verdict import Claim
from assistant.weigh import Weighed

_SAYS = 0.3
"""Probability of support by their own words below which they did not say it."""


def misattributed(claim: Claim, weighed: Sequence[Weighed]) -> bool:
    """Whether a claim gives somebody a word that the sentences weighed for it do not give them:
    somebody else says it, or nobody."""
    if claim.speaker is None:
        return False
    own = [one.supports for one in weighed if one.asked_for]
    if own:
        return max(own) < _SAYS
    return not any(_may_be(claim.speaker, one) for one in weighed)


def _may_be(name: str, one: Weighed) -> bool:
    """Whether a sentence may be somebody's word, though under another name than the claim gives
    ("the brand manager, Rosenbloom"), or tells that it is without quoting."""
    wanted = {spelling(word) for word in own_words(name)}
    if one.speaker is None:
        return wanted <= spellings(one.candidate.statement.text)
    known = {spelling(word) for word in own_words(one.speaker) if word[:1].isupper()}
    last = own_words(name)[-1:] or [name]
    return bool(wanted & known) or abbreviates(last[0], one.speaker)
