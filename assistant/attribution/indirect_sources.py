"""Whom a sentence names as the source of what it tells outside its own main clause: according to
X; it quotes X as saying; described by X as; which X says; with X writing that."""

from __future__ import annotations

import re

from assistant.attribution.subjects import subject_before
from assistant.english.noun_phrases import LONGEST, NAMED, speaker_in
from index.strings.bounded_patterns import bounded
from index.words.function_words import THIRD_PERSON
from index.words.reporting_verbs import BELIEFS, SURE
from index.words.word_lists import any_of

_ACCORDING = bounded(
    r"(?:\b[Aa]ccording to|, (?:as )?per) (?P<name>[^,;:“”\"()—]+?)(?=\s*(?:[,;:“”\"()—.]|$))"
)
_FOR_NAME = re.compile(r"^For (?P<name>(?:the )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*), ")
_RELATIVE_START = re.compile(r" (?:that|which|who|whose|where) ")
_QUOTED_AS = bounded(
    r"\b(?:quot(?:es|ed|ing)|cit(?:es|ed|ing)) (?!by )(?P<name>[^,;:“”]+?) as "
    r"(?:saying|telling|writing|warning|adding|stating|confirming)\b"
)
_REPORTED_CITING = bounded(
    r"\breport(?:s|ed)\b[^“”]{0,60}, (?:citing|quoting) (?P<name>[^,;:“”()]+?)(?= that\b|[,.;]|$)"
)
_WAS_QUOTED = re.compile(r" (?:was|were|is|are|been) quoted(?: [\w.]+){0,5}? as saying\b")
_SAID_BY = bounded(
    r"\b(?:described|branded|dubbed|labell?ed|told|announced|confirmed|reported) by "
    r"(?P<name>[^,;:“”()]+?) (?:as|that)\b"
)
_WITH_WRITING = bounded(
    r"\bwith (?P<name>[^,;:“”()]+?) (?:saying|writing|telling|warning|claiming|insisting|arguing)\b"
)
_RELATIVE = bounded(
    rf"\b(?:which|who|that|whom) (?P<name>[^,;:“”()]+?) (?P<verb>{any_of(SURE | BELIEFS)})\b"
)
_WHICH = re.compile(r"(?:which|whom|what|whose|this|that|these|those)\b", re.IGNORECASE)

SpeakerAndVerb = tuple[str, str]
"""(name, verb); the verb is empty where none says it."""


def opening_source(text: str) -> tuple[SpeakerAndVerb | None, str] | None:
    """The source that a sentence begins with, and what follows it; None where it begins with
    none."""
    match = _FOR_NAME.search(text)
    if match and "“" in text:
        return (match["name"], ""), ""
    match = _ACCORDING.search(text)
    if match and match.start() < 5:
        return _source(match["name"]), text[match.end() :]
    return None


def trailing_source(text: str) -> SpeakerAndVerb | None:
    """…, according to X."""
    match = _ACCORDING.search(text)
    return _source(_RELATIVE_START.split(match["name"])[0]) if match else None


def _source(phrase: str) -> SpeakerAndVerb | None:
    """Whoever stands after "according to" speaks, with a name or an article: not "according to
    plan", "according to which"."""
    name = phrase.strip()
    if not (NAMED.search(name) or re.match(r"(?:the|a|an|its|his|her|their)\s", name)):
        return _named(name, "", any_noun=name.endswith("s"))
    if name.lower() in THIRD_PERSON or _WHICH.match(name) or len(name) > LONGEST or "_" in name:
        return None
    return name, ""


def _named(phrase: str, verb: str, any_noun: bool = False) -> SpeakerAndVerb | None:
    name = speaker_in(phrase, any_noun)
    return (name, verb) if name else None


def quoted_as(text: str) -> SpeakerAndVerb | None:
    """One outlet hands on what somebody says: he is the one who asserts it."""
    match = _QUOTED_AS.search(text)
    if match:
        return _named(match["name"], "", any_noun=True)
    match = _REPORTED_CITING.search(text)
    if match and (cited := speaker_in(match["name"])):
        return cited, ""
    match = _WAS_QUOTED.search(text)
    name = subject_before(text[: match.start()], any_noun=True) if match else None
    return (name, "") if name else None


def with_writing(text: str) -> SpeakerAndVerb | None:
    """… with X writing that …"""
    match = _WITH_WRITING.search(text)
    return _named(match["name"], "") if match else None


def described_by(text: str) -> SpeakerAndVerb | None:
    """What was described by X as …"""
    match = _SAID_BY.search(text)
    return _named(match["name"], "") if match else None


def in_relative_clause(text: str) -> SpeakerAndVerb | None:
    """The fire, which X said was …"""
    match = _RELATIVE.search(text)
    found = _named(match["name"], match["verb"], any_noun=True) if match else None
    return found if found and found[0].lower() not in THIRD_PERSON else None
