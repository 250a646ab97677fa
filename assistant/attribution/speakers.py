"""Who asserts a sentence, as far as the sentence itself tells.

Patterns over English news prose, not a parser: X said that …; "…", said X; "…", X said; according
to X, …; it was reported that …. Where no pattern fits, nobody is named: a missing speaker leaves
the outlet's word standing, a wrong one puts words into somebody's mouth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.attribution.indirect_sources import (
    SpeakerAndVerb,
    described_by,
    in_relative_clause,
    opening_source,
    quoted_as,
    trailing_source,
    with_writing,
)
from assistant.attribution.subjects import main_subject, subject_before
from assistant.english.noun_phrases import (
    ADVERB,
    DOT,
    LONGEST,
    NAMED,
    protect,
    speaker_in,
    until_preposition,
)
from index.strings.bounded_patterns import bounded
from index.strings.quotation_marks import masked
from index.words.function_words import THIRD_PERSON
from index.words.reporting_verbs import (
    BESIDE_QUOTES,
    DENIALS,
    FINITE,
    LIKE_NOUNS,
    OF_IT,
    PARTICIPLES,
    REJECTIONS,
    SURE,
    WITH_OBJECT,
)
from index.words.word_lists import any_of

_VERB = any_of(FINITE)
_ALONE = any_of(FINITE - WITH_OBJECT)
_ADVERBS = (
    r"(?:(?:has|have|had|also|then|later|again|already|earlier|once|twice|"
    rf"soon|now|still|further|himself|herself|{ADVERB})\s+){{0,8}}"
)
_ISSUED = (
    r"(?:issued|released|published|put out|sent|posted) (?:an?|the) (?:[\w-]+ ){0,3}?"
    r"(?:statement|release|memo|warning|message|apology|communiqué|denial)\b"
)
_NOT_SAYING = r"(?! (?:by|across|missing)\b)"
"""What follows a verb that says nothing: "the plan announced by"."""
_WITH_OBJECT = "|".join(
    (
        r"(?:wrote|writes|written)(?= (?:that|of|how|in|on|to)\b|,|:| “|\.?$)",
        r"(?:spoke|speaks) (?:of|about)\b",
        r"(?:agreed|agrees) (?:that|with)\b",
        r"(?:called|calls) (?:for|on|it|the|this|them|him|her)\b",
        r"(?:finds?|found|asked|asks) (?:that|why|whether|if|how)\b|found(?= \d)",
        r"puts? it\b",
        r"(?:responds|responded|reacts|reacted) (?:that|by (?:saying|telling))\b",
        r"(?:adds|added)(?! \d)\b|(?:charges|charged) that\b",
        r"points? out|pointed out|(?:points|pointed) to\b",
        r"(?:is|are|was|were) (?:now |also )?(?:saying|urging|warning|claiming|arguing|denying)\b",
        r"(?:continued|began|went on|asked|put it)(?=[^“”]{0,60}[:,] “)",
    )
)
_SAYING = bounded(
    rf"(?:^|\s){_ADVERBS}(?P<verb>{_WITH_OBJECT}|{_ISSUED}|(?:{_ALONE})\b{_NOT_SAYING})"
)
_NOUN_BEFORE = bounded(
    r"(?:\b(?:of|the|an?|his|her|its|their|our|for|to|and|or|such|these|those|many|some|any|no|more|"
    r"with|by|in|on|from|about|several|recent|first|last|new|despite|into|as)|['’]s|[\w-]+ing)$",
    re.IGNORECASE,
)
_PARENTHETICAL = re.compile(rf"[^,“”]{{0,40}}, (?:{_VERB})\b")
"""What follows "agents wrote" in "Witnesses, agents wrote in a report, said that …"."""
_INVERTED = bounded(
    rf"(?:(?P<quote>”,?)|[,?!]) (?P<verb>{_VERB}|{any_of(BESIDE_QUOTES)})"
    r"(?: the (?:message|statement|post|letter|text) (?:from|by|of))?"
    r" (?P<name>[^,;:“”()—.]+?)(?P<end> [—–-]+ |[,;:“”()—.]|$)(?P<rest>[^,.;]*)"
)
_BESIDE = bounded(rf"\s{_ADVERBS}(?P<verb>{_VERB}|{any_of(BESIDE_QUOTES)})\b")
_COLON = re.compile(r"^[^;:“”]*: “_{10}")
"""X took the floor: “…”"""
_CONCESSION = re.compile(r"^(?:While|Although|Though|Even as|Even though|Whereas)\b[^,;:]*$")
"""What stands before the verb of a clause that only leads up to another."""
_PARTICIPLE = re.compile(
    r", (?:(?:while|as well as|instead|also|\w+ly|but|and|then) )?"
    rf"(?P<verb>{any_of(PARTICIPLES)})"
    r"(?=[^,“”]{0,60}(?: that\b|[:,]? “| of\b)|:)"
)
_IMPERSONAL = re.compile(
    r"^(?:[^,]*,\s*)?(?:it (?:was|is|has been|had been) (?:also |further |earlier )?"
    r"(?:reported|claimed|alleged|said|announced|stated|noted)|reportedly|allegedly)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|been|being|be|get|gets|got)(?:\s\w+ly)?$", re.IGNORECASE
)
_ACCUSED_BY = bounded(
    r"\b(?:claims?|accusations?|charges?|allegations?|reports?|assertions?)\b"
    r"(?:\s(?:levell?ed|made|brought|put forward|voiced)(?:\s(?:against|at)\s\w+)?)?"
    r"\s(?:by|from)\s(?P<name>[^,;:“”\"()—]+?)(?=\s(?:that|who|of|over|about|on)\b|\s*[,;:“”\"()—.]|$)"
)
_SAID_THING = re.compile(
    r"\b(?:claim|accus|alleg|charge|report|suggest|statement|assert|critic|idea|that\b|as\b|“)"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """How one sentence hands its content to somebody."""

    speaker: str | None
    """In the sentence's own words; None for "it was reported that"."""
    denies: bool
    """The speaker says that something is not so (a verb of denial)."""
    accuser: str | None = None
    """Who asserts what the speaker denies: "Moscow disputed claims by Ukraine" → "Ukraine"."""

    @property
    def unresolved(self) -> bool:
        """The words alone do not tell who it is: a pronoun, or nobody at all."""
        return self.speaker is None or self.speaker.lower() in THIRD_PERSON


def attribute(sentence: str, inside: bool = False) -> Attribution | None:
    """Who asserts the sentence; None where it names nobody, that is: the outlet itself.

    `inside`: it begins within a quotation that an earlier sentence opened."""
    text = protect(masked(sentence, inside))
    found = next(_attempts(text), None)
    if found is None:
        return Attribution(None, denies=False) if _IMPERSONAL.search(text) else None
    name, verb = found
    denies = _is_denial(verb, text)
    accused = _accuser(text) if denies else None
    return Attribution(_plain(name), denies, _plain(accused) if accused else None)


def _plain(name: str) -> str:
    return name.replace(DOT, ".")


def _attempts(text: str) -> Iterator[SpeakerAndVerb]:
    """All readings, the surest first."""
    for attempt in (
        _opening_source,
        quoted_as,
        _inverted,
        _subject,
        trailing_source,
        with_writing,
        _participle,
        _colon,
        described_by,
        in_relative_clause,
    ):
        found = attempt(text)
        if found is not None:
            yield found


def _opening_source(text: str) -> SpeakerAndVerb | None:
    """ "According to X, …"; who speaks within that comes first: "According to X, Y said that …"."""
    opening = opening_source(text)
    if opening is None:
        return None
    source, rest = opening
    return _subject(rest) or source


def _inverted(text: str) -> SpeakerAndVerb | None:
    """“…”, said X. / …, said X."""
    for match in _INVERTED.finditer(text):
        if match["verb"] in {"tells", "told"} and not match["quote"]:
            continue
        beside = match["quote"] is not None
        name = speaker_in(until_preposition(match["name"]), any_noun=beside)
        if name is None or (name.lower() in THIRD_PERSON and name not in {"he", "she", "they"}):
            continue
        # One who only hands on what somebody says is not the one who asserts it.
        if not beside and (inner := _subject(text[: match.start()])):
            return inner
        told = match["rest"].strip() if match["end"] == "," else ""
        return _with_name(name, told), match["verb"]
    return None


def _with_name(description: str, apposition: str) -> str:
    """ "its leader" and "Edda Krol": both, where the apposition is what names the person."""
    person = until_preposition(apposition)
    named = re.fullmatch(r"[A-Z][\w'’․-]*(?: [A-Z][\w'’․-]*)+", person)
    return f"{description}, {person}" if named and not NAMED.search(description) else description


def _subject(text: str) -> SpeakerAndVerb | None:
    """The subject of the first verb of saying; of one in a concession ("While X says …") only
    where there is no other."""
    conceding = None
    for match in sorted(
        (*_SAYING.finditer(text), *_beside_quotes(text)), key=lambda found: found.start("verb")
    ):
        before = text[: match.start()]
        name = _speaking(text, match)
        if name is None:
            continue
        if not _CONCESSION.match(before):
            return name, match["verb"]
        conceding = conceding or (name, match["verb"])
    return conceding


def _speaking(text: str, match: re.Match[str]) -> str | None:
    """The subject of one verb of saying."""
    verb = match["verb"].split()[0]
    before = text[: match.start()]
    if (
        _PASSIVE.search(before)  # "X was accused": the subject is not the one who speaks
        or (verb in LIKE_NOUNS and _NOUN_BEFORE.search(before))
        or _PARENTHETICAL.match(text[match.end() :])
    ):
        return None
    name = subject_before(
        before,
        any_noun=verb in SURE or "”" in before[-LONGEST:],
        comment=re.match(r"\s*[,:.]|$", text[match.end() :]) is not None,
    )
    return None if name is None or (name.lower() == "it" and verb not in OF_IT) else name


def _beside_quotes(text: str) -> Iterator[re.Match[str]]:
    """Verbs that say something only beside a quotation: “…”, X continued."""
    for match in _BESIDE.finditer(text):
        if re.search(r"”,?\s[^“”]{1,120}$", text[: match.start()]):
            yield match


def _participle(text: str) -> SpeakerAndVerb | None:
    """X left, adding that …"""
    name = main_subject(text) if _PARTICIPLE.search(text) else None
    return (name, "") if name else None


def _colon(text: str) -> SpeakerAndVerb | None:
    """X took the floor: “…”"""
    name = main_subject(text) if _COLON.match(text) else None
    return (name, "") if name else None


def _is_denial(verb: str, text: str) -> bool:
    """Whether the verb of a sentence says that something is not so: "denied" always does,
    "dismissed" only of what can be said (not of two officials)."""
    first = verb.split(maxsplit=1)[0] if verb else ""
    if first in DENIALS:
        return True
    return first in REJECTIONS and _SAID_THING.search(text, text.find(first)) is not None


def _accuser(text: str) -> str | None:
    """Who asserts what a sentence denies, where it tells: "disputed claims by Sarrow"."""
    match = _ACCUSED_BY.search(text)
    return speaker_in(match["name"]) if match else None
