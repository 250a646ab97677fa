"""Which words of a sentence can name somebody who speaks: people, bodies, papers.

What cannot be told is refused: a missing speaker leaves the outlet's word standing, a wrong one
puts words into somebody's mouth."""

from __future__ import annotations

import re

from index.strings.bounded_patterns import bounded
from index.words.abbreviations import OF_NAMES
from index.words.aliases import NAME_WITHOUT_CAPITAL
from index.words.function_words import NOUNS_IN_LY, THIRD_PERSON
from index.words.months_and_weekdays import MONTH_ABBREVIATIONS, MONTHS, WEEKDAYS, capitalized
from index.words.roles import SPEAKER
from index.words.word_lists import any_of

DOT = "․"
"""Stands for the full stop of an abbreviation, so that every other full stop ends something."""
_ABBREVIATED = re.compile(
    rf"(?<![\w.])(?:{OF_NAMES}|[A-Z])\.(?=\s+[\w(“])|\.(?=\w)|(?<=\b[A-Z]\.[A-Z])\.(?=\s+[A-Z])"
)
LONGEST = 120
"""Characters of a speaker."""

_WEEKDAY = f"(?:{any_of(capitalized(WEEKDAYS))})"
_MONTH = rf"(?:{any_of(capitalized(MONTHS))}|(?:{any_of(capitalized(MONTH_ABBREVIATIONS))}){DOT})"
_LEAD = re.compile(
    r"^(?:and|but|while|meanwhile|however|additionally|soon after|then|also|yet|so|still|now|"
    r"instead|overall|for \w+ part)\s+",
    re.IGNORECASE,
)
_TIME_LEAD = re.compile(
    r"^(?:(?:on|in|at|by|since|during|late|early|earlier|last|this)\s+)+"
    r"(?:the\s+)?(?:same\s+)?(?:\w+day|day|week|month|year|morning|evening|afternoon|night|"
    r"[A-Z][a-z]+ \d{1,2}(?:,? \d{4})?|\d{1,2} [A-Z][a-z]+(?: \d{4})?|\d{4})"
    r"(?:\s(?:morning|evening|afternoon|night))?\s+",
    re.IGNORECASE,
)
_TIME_TAIL = bounded(
    rf"\s(?:(?:(?:on|this|last|next|earlier|later|late|early)\s)*"
    rf"(?:{_WEEKDAY}|week|weekend|month|year|spring|summer|fall|autumn|winter|today|yesterday)"
    rf"(?:\s(?:morning|evening|afternoon|night))?"
    rf"|(?:on|in)\s{_MONTH}(?:\s\d+)?|in\s\d{{4}}|at the time|at one point"
    r"|in part|in turn|in response|himself|herself)$"
)
ADVERB = rf"(?!(?:{any_of(NOUNS_IN_LY)})\b)\w+ly"
"""Most words in -ly, but not "the family says"."""
_ADVERB_TAIL = bounded(rf"(?:\s(?:{ADVERB}|also|then|has|have|had|later|once|again|still|now))+$")
_HEAD = re.compile(SPEAKER, re.IGNORECASE)
_NOT_A_SPEAKER = re.compile(
    r"^(?:this|that|these|those|there|here|which|who|whom|what|i|we|you|one|none|nothing|all|another|"
    rf"such|more|other|others|{_WEEKDAY}|{_MONTH}|“_*”)$",
    re.IGNORECASE,
)
_NOT_ASSERTING = re.compile(
    r"\b(?:did|does|do|not|never|would|could|should|if|unless|until|although|because|since|nobody|no|none"
    r"|neither|few|whether|when|though|once|after|before|than|(?-i:will|can|may|might|must))\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
"""Words that make "X did not say", "if X says" or "nobody said" of it: nobody asserts anything."""
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had|am|said|says|told|became|become|becomes|made|makes|took|takes|"
    r"(?-i:who)|which|that|whose|where|what|why|how|as|there|here)\b|['’]s (?:a|an|the|not|been)\b",
    re.IGNORECASE,
)
"""Words that show the phrase to be a clause, with its own verb or conjunction."""
_PREPOSITION = (
    "in|on|at|of|to|for|with|from|by|after|before|during|since|under|following|near|among|behind|over|"
    "about|against|between|into|through|outside|inside|within|without|across|around|amid|despite|"
    "like|upon|per|via|until|toward|towards|including|representing|familiar|working|investigating"
)
STARTS_WITH_PREPOSITION = re.compile(rf"(?:{_PREPOSITION}|asked|speaking|using)\b", re.IGNORECASE)
_AFTER_HEAD = re.compile(rf"\s(?:{_PREPOSITION})\b")
_DANGLING = re.compile(
    rf"(?:^|\s)(?:and|or|but|nor|the|an?|its|his|her|their|our|my|your|not|so|{_PREPOSITION})$",
    re.IGNORECASE,
)
_SHORT_PHRASE = re.compile(
    r"(?:(?:the|a|an|its|his|her|their|some|one|two|three|four|five|several|many|most|both|other|"
    r"another|local|senior|top|former|current|at least \w+)\s)+(?:[\w'’․-]+\s){0,4}[\w'’․-]+"
    r"|(?:[\w'’-]+\s)?[\w'’-]+s|people",
    re.IGNORECASE,
)
FULL_NAME = bounded(r"[A-Z][\w'’․-]*(?: (?:(?:de|da|di|van|von|al|bin|el) )?[A-Z][\w'’․-]*)+")
NAMED = re.compile(rf"(?<![\w.])(?:[A-Z][\w'’.-]*|{NAME_WITHOUT_CAPITAL})")
_CAPITAL = re.compile(rf"[A-Z]|{NAME_WITHOUT_CAPITAL}$")


def protect(text: str) -> str:
    """The text with the full stops of its abbreviations replaced by DOT, equally long."""
    return _ABBREVIATED.sub(lambda match: match[0].replace(".", DOT), text)


def speaker_in(phrase: str, any_noun: bool = False) -> str | None:
    """The noun phrase as it stands, without what leads up to it; None where it names nobody who
    can speak. `any_noun`: the words around it leave no doubt that it speaks."""
    name = bare(phrase)
    if not name or len(name) > LONGEST or "_" in name or _NOT_A_SPEAKER.match(name):
        return None
    if name.lower().split()[0] in THIRD_PERSON:
        return name if " " not in name else None
    if (
        _NOT_ASSERTING.search(name)
        or _CLAUSE.search(name)
        or _DANGLING.search(name)
        or STARTS_WITH_PREPOSITION.match(name)
    ):
        return None
    core = _AFTER_HEAD.split(name)[0]
    known = any(_can_speak(part) for part in (core, core.split(" and ")[0], core.split(",")[0]))
    return name if known or (any_noun and _SHORT_PHRASE.fullmatch(core)) else None


def _can_speak(core: str) -> bool:
    """Whether the last word before any preposition is a name, or a word for people, bodies or
    their papers."""
    words = core.split()
    head = words[-1].removesuffix("'s").removesuffix("’s") if words else ""
    if not head:
        return False
    if head[0].isdigit():
        return len(words) == 2 and words[0][0].isupper() and not words[0].endswith("ing")
    if _CAPITAL.match(head):
        return head == words[-1]
    return _HEAD.fullmatch(head) is not None or core.lower().endswith("press service")


def bare(phrase: str) -> str:
    """The phrase without conjunctions, adverbs and times around it."""
    name = phrase.strip(" .’'")
    for lead in (_LEAD, _TIME_LEAD, _LEAD):
        name = lead.sub("", name).strip()
    for tail in (_ADVERB_TAIL, _TIME_TAIL, _ADVERB_TAIL, _TIME_TAIL):
        name = tail.sub("", name)
    return name


def until_preposition(phrase: str) -> str:
    """Cut what follows the name: "the minister on Tuesday" → "the minister"."""
    cut = re.split(
        r"\s(?:on|in|at|during|after|before|to|when|while|as|who|that|late|early|told|by|via|adding"
        r"|about|following|amid|over|regarding)\b|\.\s*$",
        phrase.strip(),
        maxsplit=1,
    )
    return cut[0]
