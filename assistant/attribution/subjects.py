"""Where in a clause its subject stands: before a verb, past appositions, or at its head."""

from __future__ import annotations

import re

from assistant.english.noun_phrases import FULL_NAME, STARTS_WITH_PREPOSITION, bare, speaker_in
from index.strings.bounded_patterns import bounded

_BOUNDARY = re.compile(r"[,;:()]|\s(?:[—–-]+)\s|—")
_OPEN_APPOSITION = re.compile(r"\s*part of\b")
"""How an apposition begins of which the closing comma may be missing."""
_CLAUSE_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|did|does)\b")
_RELATIVE = bounded(r"\s*(?:who|whose|which|where)\b")
_PREPOSITIONS = r"\s(?:of|at|in|for|with|from|on|and)\s"
_VERB_FIRST = re.compile(
    r"(?!law\b)[a-z]+(?:s|ed|ing) (?:[A-Z]|the\s|an?\s|his\s|her\s|its\s|their\s|\d)"
)
"""How a relative clause goes on that has no subject of its own: "that serves Orsk"."""
_RESTRICTED = re.compile(r"(?P<name>[^,]{2,60}?) (?:who|that|which) [a-z]+\b")
_RELATIVE_INSIDE = re.compile(r"\s*(?:who\b|(?:an?|the)\s[^,]*\bwho\b)")
_RELATIVE_CLAUSE = re.compile(r"(?:^|\s)(?:who|whose|which|where|that)\b.*")
_COORDINATED = bounded(r"(?:^|\s)(?:and|but|then|or)(?:\s\w+ly|\salso|\sthen|\slater)*$")
_NAME_END = re.compile(r"(?:^|.*\s)[A-Z][\w'’․-]*$")
_RELATIVE_SUBJECT = re.compile(r"\b(?:which|who|whom|that|what)\s(?P<name>[^,]{2,60})$")
_SOMETHING = re.compile(r"^\s*(?:something|a claim|a move|a charge|an allegation)\s(?=[A-Z]|the\s)")
"""What a relative clause without its pronoun begins with: "something Lamm said was false"."""
_COMMENT = re.compile(r"^as\s+", re.IGNORECASE)
_MAIN = bounded(
    r"^(?P<name>(?:[\w'’․,-]+\s){1,14}?)(?:(?:also|then|later|this week|on \w+day|\w+ly)\s)*"
    r"(?:\w+ed|is|are|was|were|has|have|had|will|would|made|took|gave|held|went|came|began|met|left|"
    r"sent|put|kept|hit|drew|saw|said|told|wrote|spoke|stood|won|lost|fell|rose|got|set|cut|led|"
    r"ran|sat|laid|paid|built|sought|fought|brought|called)\b"
)


def subject_before(before: str, any_noun: bool = False, comment: bool = False) -> str | None:
    """The noun phrase whose verb comes next, past any apposition: "Ivo Lamm, the mayor of Orsk,".

    `comment`: the verb is followed by a comma or nothing, as in "As Lamm said, …"."""
    phrase = _SOMETHING.sub("", _last_clause(before))
    if comment:
        phrase = _COMMENT.sub("", phrase.strip())
    if _COORDINATED.search(phrase) or not phrase.strip():
        return main_subject(before)
    return (
        _in_relative_clause(phrase, any_noun)
        or speaker_in(phrase, any_noun)
        or _before_open_apposition(before, phrase)
        or _before_relative_clause(phrase, any_noun)
        or _after_conjunction(phrase)
    )


def _in_relative_clause(phrase: str, any_noun: bool) -> str | None:
    """ "a fire which officers said": the officers."""
    relative = _RELATIVE_SUBJECT.search(phrase)
    if relative is None or not any_noun:
        return None
    return None if _VERB_FIRST.match(relative["name"]) else speaker_in(relative["name"], True)


def _before_relative_clause(phrase: str, any_noun: bool) -> str | None:
    """ "A man who saw the fire said": the man."""
    match = _RESTRICTED.match(phrase.strip())
    return speaker_in(match["name"], any_noun) if match else None


def _before_open_apposition(before: str, phrase: str) -> str | None:
    """ "Lamm, a baker who ran for mayor said": the closing comma is missing."""
    if not _RELATIVE_INSIDE.match(phrase):
        return None
    name = _BOUNDARY.split(before[: before.rfind(phrase)].rstrip(" ,"))[-1]
    return speaker_in(name) if _NAME_END.match(name.strip()) else None


def _after_conjunction(phrase: str) -> str | None:
    """ "They were asked, and Lamm said": the second clause has a subject of its own."""
    first, conjunction, second = phrase.rpartition(" and ")
    if not conjunction:
        first, conjunction, second = phrase.rpartition(" but ")
    return speaker_in(second) if conjunction and _CLAUSE_VERB.search(first) else None


def main_subject(sentence: str) -> str | None:
    """The subject at the head of the sentence, where it begins with one."""
    start = sentence
    opening = re.match(
        r"(?:[A-Z][\w'’-]*ing|In|On|At|After|During|By|With|Following|Asked)\b[^,“]*, ", start
    )
    if opening:
        start = start[opening.end() :]
    match = _MAIN.match(start)
    if match is None:
        return None
    return speaker_in(match["name"].split(",")[0])


def _last_clause(before: str) -> str:
    """The phrase that the verb's subject must be in."""
    parts = [
        part.rsplit("”", 1)[-1] if _goes_on(part) else part for part in _BOUNDARY.split(before)
    ]
    place = len(parts) - 1
    closed = not parts[place].strip() and place > 0
    if closed:
        place -= 1
    elif place == 0 or not _OPEN_APPOSITION.match(parts[place]):
        return parts[place]
    while place > 0 and _is_apposition(parts[place], parts[place - 1]):
        if _CLAUSE_VERB.search(_RELATIVE_CLAUSE.sub("", parts[place])):
            return parts[place]
        place -= 1
    return _with_description(parts, place)


def _goes_on(part: str) -> bool:
    return bool(part.rsplit("”", 1)[-1].strip()) if "”" in part else False


def _is_apposition(part: str, before: str) -> bool:
    """Whether a part between commas says who the name before it is: "the mayor of Orsk"."""
    if not part.strip() or _RELATIVE.match(part) or STARTS_WITH_PREPOSITION.match(part.strip()):
        return True
    core = re.split(_PREPOSITIONS, bare(part), maxsplit=1)
    named = _NAME_END.match(core[0]) and not core[0].isupper()
    return not named or (len(core) > 1 and FULL_NAME.search(before) is not None)


def _with_description(parts: list[str], place: int) -> str:
    """ "The mayor" and "Ivo Lamm": both, where the name stands in apposition to a description."""
    name = parts[place].strip()
    before = parts[place - 1].strip() if place else ""
    if FULL_NAME.fullmatch(name) and re.match(
        r"(?:the|an?|its|his|her|their)\s", before, re.IGNORECASE
    ):
        description = speaker_in(before)
        if description and not FULL_NAME.search(description):
            return f"{description}, {name}"
    return name
