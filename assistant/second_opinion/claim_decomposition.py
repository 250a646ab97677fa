"""A claim that makes several statements, split by a language model if that can be trusted.

The model may only copy: each part is made of the claim's own words in their order, and where it
leaves words out, it goes on at the beginning of a clause ("Vale resigned and was charged": "Vale
was charged"). All words except those that join clauses must be in some part, and what someone is
said to have said stays attributed to them. Otherwise the claim is checked as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from assistant.english.sentence_forms import has_verb
from assistant.llm.client import Deadline
from assistant.llm.connect import LanguageModel
from assistant.llm.prompt_context import visible
from assistant.llm.structured_output import SHORT, Request, conversation, whole_text
from assistant.verdicts.claim_detection import as_claim
from assistant.verdicts.types import Claim
from index.errors import ClaimError
from index.strings.folding import without_accents
from index.strings.quotation_marks import DOUBLE
from prompts import load

MOST_PARTS = 4
_LONGEST = 500
"""Characters of a claim that is split; no small model copies a longer one without a mistake."""
_TOKEN = re.compile(r"[^\W_]+(?:['’.,\-][^\W_]+)*|,")
_COMMA = ","
_JOINING = frozenset([_COMMA, *"and but while whereas who which also both".split()])
"""What may be missing from the parts, and before which they may leave words out."""
_CLAUSES = re.compile(r",? (?:and|but|while|whereas)\b", re.IGNORECASE)
_RELATIVE = re.compile(r", (?:who|which) [^,]+,")
_OVER_ALL = frozenset("that whether if unless or either neither because".split())
"""What applies to everything that follows: a part after it, but without it, says something else."""
_BULLET = re.compile(r"^\s*(?:[-*•]|\(?\d{1,2}[.)])\s*")


def seems_compound(claim: Claim) -> bool:
    """Whether a model is worth asking: two clauses with a verb each are joined."""
    if len(claim.text) > _LONGEST:
        return False
    clauses = sum(map(_is_clause, _CLAUSES.split(claim.text)))
    return clauses > 1 or bool(_RELATIVE.search(claim.text))


def split(claim: Claim, model: LanguageModel) -> tuple[Claim, ...]:
    """The claim's statements, in its order; the claim itself if it makes only one, or if what the
    model wrote cannot be trusted. One call. Raises ChatModelError."""
    deadline = Deadline(min(SHORT, model.limits.seconds))
    asked = load("split", claim=visible(claim.text, _LONGEST))
    written = whole_text(model, Request(conversation(load("split_system"), asked), deadline))
    lines = [
        _BULLET.sub("", visible(line, _LONGEST)).strip(f" {DOUBLE}")
        for line in written.splitlines()
    ]
    return parts(claim, [line for line in lines if line]) or (claim,)


def parts(claim: Claim, written: Sequence[str]) -> tuple[Claim, ...]:
    """The parts as claims; nothing if they do not say what the claim says."""
    if not 2 <= len(written) <= MOST_PARTS or not _says_the_same(claim.text, written):
        return ()
    try:
        found = [as_claim(one) for one in written]
    except ClaimError:
        return ()
    if not _keep_the_speaker(claim, found):
        return ()
    return tuple(replace(one, asked=claim.asked) for one in found)


def _keep_the_speaker(claim: Claim, found: Sequence[Claim]) -> bool:
    """Whether everything is still attributed as in the claim: from the first part with a speaker
    on, all have one; parts before it have none only if its speaker comes before what is said ("X
    happened and Vale said Y", not "X happened and Y did, Vale said")."""
    quoting = [n for n, one in enumerate(found) if one.speaker]
    if not quoting:
        return claim.speaker is None
    first = found[quoting[0]]
    leads = first.text.lower().startswith(str(first.speaker).lower())
    return quoting == list(range(quoting[0], len(found))) and (leads or quoting[0] == 0)


def _is_clause(piece: str) -> bool:
    return has_verb(piece, first_may_be_verb=True)


def _says_the_same(claim: str, written: Sequence[str]) -> bool:
    tokens = _tokens(claim)
    used: set[int] = set()
    for part in written:
        places = _places([one for one in _tokens(part) if one != _COMMA], tokens)
        if places is None:
            return False
        over = {n for n in range(places[-1]) if tokens[n] in _OVER_ALL}
        if not over <= set(places):
            return False
        used |= set(places)
    return all(n in used or token in _JOINING for n, token in enumerate(tokens))


def _tokens(text: str) -> list[str]:
    return [without_accents(token) for token in _TOKEN.findall(text)]


def _places(part: Sequence[str], claim: Sequence[str]) -> list[int] | None:
    """Where in the claim each word of a part is; None if the part is not made from it."""

    @cache
    def after(place: int, word: int) -> tuple[int, ...] | None:
        if word == len(part):
            return ()
        for n in range(place + 1, len(claim)):
            opens = n == 0 or claim[n - 1] in _JOINING
            if claim[n] == part[word] and (n == place + 1 or opens):
                rest = after(n, word + 1)
                if rest is not None:
                    return (n, *rest)
        return None

    found = after(-1, 0)
    return list(found) if found else None
