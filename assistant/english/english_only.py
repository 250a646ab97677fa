"""Whether a text is in English, the one language that the models were trained to read.

Short questions are full of foreign names, so what may be a name is left out, and the rest is looked
at in two ways: what a model of languages makes of it, and how much of it an English dictionary
lacks. How that was measured: docs/decisions/0031-only-english-is-judged.md."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from assistant.english.lexicon import is_known, is_name
from assistant.english.similarity import words
from assistant.thresholds import (
    FOREIGN_FROM,
    IN_CAPITALS,
    MOSTLY_UNKNOWN,
    NOT_LATIN,
    UNKNOWN_WORDS_WEIGH,
)
from index.strings.characters import letters
from index.strings.folding import folded
from index.text.language import lead_over_english
from index.types import Article

MODELS_READ_ENGLISH = "Onrecord can assess only text in English"
"""Why something was not judged: the beginning of a sentence."""

_FEWEST_CAPITALS = 4
"""Words of a text whose capitals say nothing when most of them have one."""
_PARTICLE = 3
"""Letters of the longest word that can stand in the middle of a name: "Ursula von der Leyen"; and
of the shortest in other letters that is taken for a word."""
_MOST_PARTICLES = 2
_LONGEST = 1_000
"""Characters that are looked at."""


def is_english(text: str) -> bool:
    """Whether a text is in English, or may be: what has nothing but names is in no language."""
    lead, unknown = _traits(text)
    return not (lead > 0 and lead + UNKNOWN_WORDS_WEIGH * unknown > FOREIGN_FROM)


def can_be_judged(text: str, article: Article) -> bool:
    """Whether a sentence of an article is in English. Where the article is in another language,
    the sentence itself must show it."""
    if article.language is None or article.language.lower().startswith("en"):
        return is_english(text)
    lead, unknown = _traits(text)
    return lead < 0 and unknown < MOSTLY_UNKNOWN


@lru_cache(maxsize=8192)
def _traits(text: str) -> tuple[float, float]:
    """The lead of another language over English (0 for names alone, without limit where the letters
    are not Latin), and the share of words that no English dictionary has."""
    text = folded(text[:_LONGEST])
    latin, others = letters(text)
    asks = text.rstrip().endswith("?")
    if others > NOT_LATIN * (latin + others) or (asks and any(map(_is_unread, words(text)))):
        return float("inf"), 1.0
    found = [word for word in words(text) if not any(map(str.isdigit, word))]
    own = _without_names(found, may_shout=asks or text.isupper())
    if not own:
        return 0.0, 0.0
    unknown = sum(not is_known(word.split("'")[0]) for word in own)
    return lead_over_english(" ".join(own)), unknown / len(own)


def _without_names(every_word: Sequence[str], *, may_shout: bool) -> list[str]:
    """The words that aren't names: a name has a capital letter and is in no dictionary. A text with
    capitals throughout is a list of names, unless it `may_shout`."""
    capitals = sum(word[:1].isupper() for word in every_word)
    if (
        may_shout
        and len(every_word) >= _FEWEST_CAPITALS
        and capitals >= IN_CAPITALS * len(every_word)
    ):
        return [word.lower() for word in every_word]
    kept: list[str] = []
    place = 0
    while place < len(every_word):
        if not is_name(every_word[place]):
            kept.append(every_word[place])
            place += 1
            continue
        after = place + 1
        between = every_word[after : after + _MOST_PARTICLES]
        after += len(list(takewhile(_is_particle, between)))
        goes_on = after < len(every_word) and is_name(every_word[after])
        place = after if goes_on else place + 1
    return kept


def _is_unread(word: str) -> bool:
    """Whether it is a word, and no name, in letters that are not Latin: it may be what a question
    is about. A single letter is a sign of science."""
    return word.islower() and len(word) >= _PARTICLE and letters(word)[0] == 0


def _is_particle(word: str) -> bool:
    return word.islower() and len(word) <= _PARTICLE
