"""Who "he", "the ministry" or "it was reported" stands for within an article.

The nearest fitting name, and only where nothing else comes between: a wrong name puts words into
somebody's mouth, an unresolved "he" merely leaves the reader to open the paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from assistant.attribution.speakers import Attribution
from assistant.english.countries import countries
from assistant.english.people import is_person, people, sex, surname
from assistant.thresholds import QUOTATION_GOES_ON, QUOTATION_GOES_ON_BELOW
from index.strings.folding import without_accents
from index.strings.quotation_marks import quotations
from index.words.function_words import INSIDE_NAMES
from index.words.roles import DESCRIPTIONS_OF_OFFICIALS, OFFICIAL, ORGANISATION

_ORGANISATION = re.compile(ORGANISATION, re.IGNORECASE)
_TITLED = re.compile(OFFICIAL, re.IGNORECASE)
_DESCRIPTION = re.compile(r"^(?:the|The) (?P<words>[\w'’ -]+)$")
_SINGULAR = {"he": "he", "him": "he", "she": "she", "her": "she"}
_PLURAL = frozenset(("they", "them"))
_MANY = re.compile(
    r"\band\b|(?:s|people|police|men|women|media|staff)$|^(?:some|several|many)\b", re.IGNORECASE
)
_WORDS_OF_QUOTATION = 5
"""Small words in a row of quotation that are as good as that share, in the same paragraph."""
_SMALL_WORD = re.compile(r"\b[a-z]\S*")
_PARAGRAPHS_BACK = 4
_SENTENCES_BACK = 40
"""Of each of these paragraphs."""
_SPEAKERS_BACK = 100
"""How many that spoke before are looked at: more than an article has."""


@dataclass(slots=True)
class _SpokenParagraph:
    """What a paragraph has told so far, sentence by sentence."""

    spoke: list[str | None] = field(default_factory=list)
    """For each sentence the person or body that asserts it, resolved."""
    text: list[str] = field(default_factory=list)


class Antecedents:
    """What an article has told so far of who speaks. One for each reading of an article."""

    def __init__(self) -> None:
        self._speakers: dict[str, None] = {}
        """The speakers, each once, who spoke last at the end."""
        self._people: dict[str, str] = {}
        """By surname, the name that was last told."""
        self._nations: dict[str, frozenset[str]] = {}
        """By surname, the countries that the first of its names tells."""
        self._sexes: dict[str, str] = {}
        self._paragraphs: list[_SpokenParagraph] = []
        self._before: str | None = None
        self._begins = True

    def new_paragraph(self) -> None:
        """The next sentence begins a paragraph."""
        self._paragraphs.append(_SpokenParagraph())
        self._begins = True

    def new_section(self) -> None:
        """A heading comes: a quotation below it goes on with nothing above."""
        self._before = None

    def resolve(
        self, text: str, attribution: Attribution | None, inside: bool = False
    ) -> tuple[str | None, str | None]:
        """(speaker for the reader, the name that came from outside the sentence or None), for the
        next sentence of the article. `inside`: it begins within a quotation."""
        speaker, outside = self._resolve(text, attribution, inside)
        name = outside or speaker
        if attribution and attribution.speaker and name:
            self._learn(attribution.speaker, name)
        paragraph = self._paragraphs[-1]
        paragraph.spoke.append(name)
        paragraph.text.append(text)
        self._before, self._begins = speaker if speaker == name else name, False
        return speaker, outside

    def parties(self, name: str | None) -> frozenset[str]:
        """Whom a speaker speaks for: countries, helped by fuller names of the same person; else
        the words of the name in plain letters. Empty for None."""
        if name is None:
            return frozenset()
        found = countries(name) or self._nations.get(surname(name), frozenset())
        words = [word for word in name.split() if without_accents(word) not in INSIDE_NAMES]
        capitalised = [word for word in words if word[:1].isupper()]
        return found or frozenset(
            without_accents(word).removesuffix("'s") for word in capitalised or words
        )

    def _learn(self, words: str, name: str) -> None:
        if without_accents(name) not in _SINGULAR and without_accents(name) not in _PLURAL:
            self._speakers.pop(name, None)
            self._speakers[name] = None
            if nations := countries(name):
                self._nations.setdefault(surname(name), nations)
            if not is_person(name):
                return
            self._people[surname(name)] = name
            if told := _SINGULAR.get(without_accents(words)) or sex(name):
                self._sexes.setdefault(surname(name), told)

    def _resolve(
        self, text: str, attribution: Attribution | None, inside: bool
    ) -> tuple[str | None, str | None]:
        before = self._before
        if attribution is None:
            # Words in quotation marks are somebody's: of the one who spoke just before.
            carried = before if before and self._goes_on(before, text, inside) else None
            return carried, carried
        if attribution.speaker is None:
            before = None if self._begins else before
            return before, before
        name = self._stands_for(attribution.speaker)
        if name is None and without_accents(attribution.speaker) == "it":
            return None, None
        if name is None or without_accents(name) == without_accents(attribution.speaker):
            return attribution.speaker, None
        if attribution.unresolved:
            return name, name
        return f"{attribution.speaker} ({name})", name

    def _goes_on(self, before: str, text: str, inside: bool) -> bool:
        """Whether a sentence that names no speaker goes on with what `before` says: it must be a
        quotation, which nobody else in it can have said."""
        spans = quotations(text, inside)[0]
        least = QUOTATION_GOES_ON_BELOW if self._begins else QUOTATION_GOES_ON
        if not _is_quotation(text, spans, least) or any(
            text[:start].rstrip().endswith(":") for start, _ in spans
        ):
            return False
        return {surname(name) for name in self._named(text, inside)} <= {surname(before)}

    def _stands_for(self, words: str) -> str | None:
        """None where the words say it themselves or nobody fits."""
        pronoun = without_accents(words)
        if pronoun in _SINGULAR:
            return self._person(_SINGULAR[pronoun])
        if pronoun in _PLURAL:
            return self._before if self._before and _MANY.search(self._before) else None
        if pronoun == "it":
            before = self._before
            return before if before and not (is_person(before) or _MANY.search(before)) else None
        description = _DESCRIPTION.match(words)
        return self._described(description["words"]) if description else None

    def _person(self, pronoun: str) -> str | None:
        """The person who spoke last, unless somebody else was named since; else the only person
        named in the nearest paragraph that names any. Where there are two, nobody knows here
        which of them "she" is."""
        for paragraph in reversed(self._paragraphs[-_PARAGRAPHS_BACK:]):
            others: dict[str, str] = {}
            spoken = zip(reversed(paragraph.spoke), reversed(paragraph.text), strict=True)
            for spoke, text in islice(spoken, _SENTENCES_BACK):
                if spoke and is_person(spoke) and self._may_be(spoke, pronoun):
                    # Whoever else his own sentence names, he is the one who goes on.
                    return spoke if others.keys() <= {surname(spoke)} else None
                others |= {
                    surname(name): name
                    for name in self._named(text)
                    if self._may_be(name, pronoun) and surname(name) not in others
                }
            if others:
                return next(iter(others.values())) if len(others) == 1 else None
        return None

    def _named(self, text: str, inside: bool = False) -> list[str]:
        """The people in a text, those who spoke before by their surname as well."""
        bare = text
        for start, end in reversed(quotations(text, inside)[0]):
            bare = bare[:start] + " " + bare[end:]
        found = people(bare)
        for word in re.findall(r"[A-Z][\w'’-]+", bare):
            key = without_accents(word).removesuffix("'s")
            if key in self._people:
                found.append(self._people[key])
        return found

    def _may_be(self, name: str, pronoun: str) -> bool:
        return (self._sexes.get(surname(name)) or sex(name) or pronoun) == pronoun

    def _described(self, words: str) -> str | None:
        """The last speaker that "the …" can mean."""
        *adjectives, head = words.split()
        nations = countries(" ".join(adjectives))
        if head[:1].isupper() or (adjectives and not nations):
            return None
        for name in islice(reversed(self._speakers), _SPEAKERS_BACK):
            if nations and not nations & countries(name):
                continue
            person = is_person(name)
            if _tells_more(name, head):
                return name
            # "The official" is whoever spoke last and has a title; "the mayor" only a mayor.
            if head in DESCRIPTIONS_OF_OFFICIALS and _TITLED.search(name):
                return name
            certain = nations or person or " " not in name
            if not certain and _ORGANISATION.search(head) and countries(name):
                # "the ministry" after "the Russian defense": the organisation that spoke last.
                return name
        return None


def _tells_more(name: str, head: str) -> bool:
    """Whether the name is one of a `head`: "the Ministry of Harbours" is a ministry."""
    core = re.split(r"\s(?:of|in|at|for|to)\s", name, maxsplit=1)
    is_one = re.search(rf"\b{re.escape(head)}\b", core[0], re.IGNORECASE) is not None
    return is_one and any(word[:1].isupper() for word in name.split()[1:])


def _is_quotation(text: str, spans: list[tuple[int, int]], least: float) -> bool:
    """Whether so much of a sentence is quoted that it needs somebody who said it: not a word or
    two, nor the title of a film."""
    if sum(end - start for start, end in spans) >= least * len(text):
        return True
    longest = max((len(_SMALL_WORD.findall(text, *span)) for span in spans), default=0)
    return least == QUOTATION_GOES_ON and longest >= _WORDS_OF_QUOTATION
