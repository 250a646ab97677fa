"""Who "he", "the ministry" or "it was reported" stands for within an article.

The nearest fitting name, and only where nothing else comes between: a wrong name puts words into
somebody's mouth, an unresolved "he" merely leaves the reader to open the paragraph."""

from __future__ import annotations

import re

from assistant.places import countries, plain
from assistant.speakers import Attribution

_ORGANISATION = re.compile(
    r"\b(?:ministry|department|council|government|police|army|defen[cs]e|agency|authorit\w+|committee|"
    r"company|court|media|diplomacy|office|party|commission|union|university|institute|hospital|"
    r"embassy|kremlin|service|staff|team|association|operator|nations|street|house|park|club)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:president|minister|chairman|chairwoman|spokes\w+|secretary|governor|mayor|general|colonel|"
    r"captain|judge|professor|doctor|dr|director|chief|head|senator|chancellor|king|queen|prince|"
    r"ambassador|commander|coach|mr|mrs|ms)\b",
    re.IGNORECASE,
)
_FULL_NAME = re.compile(
    r"(?:[A-Z][\w'’.-]+ )*[A-Z][\w'’-]+ (?:(?:de|da|di|van|von|al|bin|el) )?[A-Z][\w'’-]+"
)
_DESCRIPTION = re.compile(r"^(?:the|The) (?P<words>[\w'’ -]+)$")
_PERSONAL = frozenset(("he", "she", "him", "her"))
_ANY_PERSON = frozenset("official politician diplomat lawmaker".split())
"""Descriptions that fit whoever spoke last and has a title; "the mayor" only fits a mayor."""
_PLACE = re.compile(
    r"\b(?:dam|river|bridge|island|pass|lake|sea|bay|mountains?|city|town|square|airport|station|cup|"
    r"league|valley|road|avenue|theatre|museum|school|college|church|bank|times|post|news|january|"
    r"february|march|april|june|july|august|september|october|november|december|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
_OF_QUOTATION = 0.4
"""Share of a sentence's characters that must stand in quotation marks for it to be the words of
the one who spoke just before."""
_ARTICLES = frozenset("the a an of in its his her their".split())
_QUOTATION = re.compile(r"“[^”]*”?|\"[^\"]*\"?|«[^»]*»?|„[^“”]*[“”]?")


class Antecedents:
    """What an article has told so far of who speaks. One for each reading of an article."""

    def __init__(self) -> None:
        self._told: list[str] = []
        self._previous = ""
        self._current = ""
        self._before: str | None = None

    def new_paragraph(self) -> None:
        """The next sentence begins a paragraph."""
        self._previous, self._current, self._before = self._current, "", None

    def resolve(self, text: str, attribution: Attribution | None) -> tuple[str | None, str | None]:
        """(speaker for the reader, the name that came from outside the sentence or None), for the
        next sentence of the article."""
        speaker, outside = self._resolve(text, attribution)
        if attribution and attribution.speaker and not attribution.unresolved:
            self._told.append(outside or attribution.speaker)
        self._before = speaker
        self._current += " " + text
        return speaker, outside

    def parties(self, name: str | None) -> frozenset[str]:
        """Whom a speaker speaks for: countries, helped by fuller names of the same person; else
        the words of the name in plain letters. Empty for None."""
        if name is None:
            return frozenset()
        found = countries(name)
        for other in self._told:
            if not found and _surname(other) == _surname(name):
                found |= countries(other)
        words = [word for word in name.split() if plain(word) not in _ARTICLES]
        capitalised = [word for word in words if word[:1].isupper()]
        return found or frozenset(plain(word).removesuffix("'s") for word in capitalised or words)

    def _resolve(self, text: str, attribution: Attribution | None) -> tuple[str | None, str | None]:
        before = self._before
        if attribution is None:
            # Words in quotation marks are somebody's: of the one who spoke just before.
            inside = sum(len(match) for match in _QUOTATION.findall(text))
            return (before, before) if inside >= _OF_QUOTATION * len(text) else (None, None)
        if attribution.speaker is None:
            return before, before
        name = self._stands_for(attribution.speaker)
        if name is None or plain(name) == plain(attribution.speaker):
            return attribution.speaker, None
        if attribution.unresolved:
            return name, name
        return f"{attribution.speaker} ({name})", name

    def _stands_for(self, words: str) -> str | None:
        """None where the words say it themselves or nobody fits."""
        if words.lower() in _PERSONAL:
            return self._person()
        description = _DESCRIPTION.match(words)
        return self._described(description["words"]) if description else None

    def _person(self) -> str | None:
        """The one person named so far in this paragraph, or else in the one before. Where there
        are two, nobody knows here which of them "she" is."""
        for text in (self._current, self._previous):
            told = [name for name in self._told if name in text and is_person(name)]
            named = _people(text)
            surnames = {_surname(name) for name in (*told, *named)}
            if len(surnames) == 1:
                return told[-1] if told else named[-1]
            if surnames:
                return None
        return None

    def _described(self, words: str) -> str | None:
        """The last speaker that "the …" can mean."""
        *adjectives, head = words.split()
        nations = countries(" ".join(adjectives))
        if head[:1].isupper() or (adjectives and not nations):
            return None
        for name in reversed(self._told):
            if nations and not nations & countries(name):
                continue
            person = is_person(name)
            if re.search(rf"\b{re.escape(head)}\b", name, re.IGNORECASE):
                return name
            if head in _ANY_PERSON and _PERSON.search(name):
                return name
            certain = nations or person or " " not in name
            if not certain and _ORGANISATION.search(head) and countries(name):
                # "the ministry" after "the Russian defense": the organisation that spoke last.
                return name
        return None


def is_person(name: str) -> bool:
    """A title of a person decides, then a word for an organisation; a bare country is neither."""
    if _PERSON.search(name):
        return True
    return not _ORGANISATION.search(name) and not (len(name.split()) == 1 and countries(name))


def _people(text: str) -> list[str]:
    """The people in a text: names in full that are not of places, days or organisations."""
    return [
        name for name in _FULL_NAME.findall(text) if is_person(name) and not _PLACE.search(name)
    ]


def _surname(name: str) -> str:
    return plain(name.rsplit(maxsplit=1)[-1]).removesuffix("'s")
