"""From a message in a conversation to a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.english.countries import countries
from assistant.english.english_only import is_english
from assistant.english.similarity import words
from assistant.types import Question, Turn, Wanted
from index.errors import QuestionError
from index.strings.bounded_patterns import bounded
from index.strings.characters import storable
from index.strings.folding import legible, without_accents
from index.words.aliases import NAME_WITHOUT_CAPITAL
from index.words.function_words import OPEN_A_QUESTION
from index.words.months_and_weekdays import MONTH_ABBREVIATIONS, MONTHS, WEEKDAYS
from index.words.reporting_verbs import IN_QUESTIONS
from index.words.roles import TITLES_IN_A_QUESTION
from index.words.word_lists import any_of

LONGEST_MESSAGE = 4_000
"""Characters. Longer messages are articles rather than questions or claims."""

_FEWEST_WORDS = 2
"""Messages with so few words do not stand alone."""
_ABOUT = " — about: "
_FOLLOWS = re.compile(
    r"^(?:and|but|so|then|also|or|what about|how about|what else|why\??$|who else|when\??$|"
    r"where\??$|really|are you sure)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:he|she|they|him|her|his|them|their|it|its|this|that|these|those|the same|else)\b"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )\bthere\b(?! (?:is|are|was|were)\b)",
    re.IGNORECASE,
)
_ONLY_A_NAME = re.compile(
    r"^(?:(?:[Aa]nd|[Bb]ut|[Ww]hat about|[Hh]ow about|[Aa]nd what about)\s+)?"
    r"(?P<name>(?:the )?[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)*)\s*\?*$"
)
_ASKS_SPEAKER = bounded(
    rf"^(?:[\w'’-]+\s+){{0,6}}?(?:did|does|do|has|have|had)\s+(?P<name>[^?,]+?)\s+"
    rf"(?:\w+ly\s+|ever\s+)?"
    rf"(?:{any_of(IN_QUESTIONS)})(?:d|ed|s|ing)?\b",
    re.IGNORECASE,
)
_ASKS_ACCORDING = re.compile(r"\baccording to (?P<name>[^?,]+)", re.IGNORECASE)
_QUANTITY = re.compile(
    r"\bhow (?:many|much|old|long|far|tall|big|large|high|often|deep|heavy)\b|\bwhat (?:number|"
    r"share|percentage|proportion|amount)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"^(?:and |but )?(?:when|on (?:what|which) (?:day|date)|what (?:day|date|year))\b",
    re.IGNORECASE,
)
_DATE = bounded(
    r"^(?:and |but )?when\b|\b(?:what|which)\s(?:\w+\s)?(?:year|month|day|date|decade|century)\b"
    r"|\bwhat\s(?:is|was)\s.*\bdate\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"^(?:and |but |so )?(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|"
    r"should)\b",
    re.IGNORECASE,
)
_RESPONSIBILITY = re.compile(
    r"\b(?:responsible|responsibility|to blame|at fault|whose fault|who caused|what caused|who "
    r"(?:attacked|fired|shelled|hit|struck|destroyed|damaged|killed|started|did))\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"(?<![\w.])(?:[A-Z][\w'’-]*|{NAME_WITHOUT_CAPITAL})"
    r"(?:\s(?:of the |of |de |van |von |al-)?[A-Z][\w'’-]*)*"
)
_NOT_NAMES = frozenset(
    (*OPEN_A_QUESTION, *TITLES_IN_A_QUESTION, *MONTHS, *MONTH_ABBREVIATIONS, *WEEKDAYS)
)


def understand(message: str, conversation: Sequence[Turn] = ()) -> Question:
    """Make a message stand alone and read what it demands. Raises QuestionError."""
    asked = _checked(message)
    text = _standing_alone(asked, conversation)
    read = legible(text)
    own = read.split(_ABOUT)[0]
    wanted = _wanted(own)
    return Question(
        asked=asked,
        text=text,
        wanted=wanted,
        speaker=_speaker(own),
        names=tuple(dict.fromkeys(names_in(read))),
        is_english=is_english(asked) and is_english(text),
        asks_when=wanted is not Wanted.QUANTITY and _DATE.search(text) is not None,
    )


def _checked(message: str) -> str:
    asked = " ".join(storable(message.replace("\x00", " ")).split())
    if not any(letter.isalnum() for letter in asked):
        raise QuestionError(
            "The message has no words in it." if asked else "The message is empty.",
            subject="Your question",
            remedy="Type a question about the articles.",
        )
    if len(message) > LONGEST_MESSAGE:
        raise QuestionError(
            f"It has {len(message):,} characters; a question can have at most {LONGEST_MESSAGE:,}.",
            subject=asked[:60] + "…",
            remedy="Ask a shorter question. To search in a long text, add it as an article.",
        )
    return asked


def _standing_alone(asked: str, conversation: Sequence[Turn]) -> str:
    if not conversation:
        return asked
    earlier = conversation[-1].about
    own, _, about = earlier.partition(_ABOUT)
    fragment = _ONLY_A_NAME.match(asked)
    if fragment and names_in(fragment["name"]):
        names = names_in(own)
        if names:
            # "And Paris?" after "What did Moscow say?": the same question about someone else.
            return earlier.replace(names[0], fragment["name"], 1)
    depends = _FOLLOWS.match(asked) or (_POINTS_BACK.search(asked) and not names_in(asked))
    if not (depends or (fragment and about) or len(words(asked)) <= _FEWEST_WORDS):
        return asked
    return f"{asked.rstrip(' ?')}?{_ABOUT}{about or own}"


def _wanted(text: str) -> Wanted:
    if _QUANTITY.search(text):
        return Wanted.QUANTITY
    if _TIME.search(text):
        return Wanted.TIME
    if _RESPONSIBILITY.search(text):
        return Wanted.RESPONSIBILITY
    if _YES_OR_NO.search(text):
        return Wanted.YES_OR_NO
    return Wanted.OTHER


def _speaker(text: str) -> str | None:
    match = _ASKS_ACCORDING.search(text)
    if match is None or not names_in(match["name"]):
        match = _ASKS_SPEAKER.search(text)
    if match is None:
        return None
    name = match["name"].strip()
    known = without_accents(name) not in {
        "he",
        "she",
        "they",
        "it",
        "you",
        "we",
        "anyone",
        "anybody",
    }
    return name if known and len(words(name)) <= 6 else None


def names_in(text: str, *, opens: bool = True) -> list[str]:
    """The proper names in a question or a claim, without titles, in its order. `opens`: its first
    word has a capital letter whatever it is, which makes no name of it."""
    found = []
    for match in _NAME.finditer(text):
        run = match[0].split()
        while run and without_accents(run[0]).removesuffix("'s") in _NOT_NAMES:
            run = run[1:]
        name = " ".join(run)
        bare = name.removesuffix("'s").removesuffix("’s")
        opening = (
            opens and match.start() == 0 and match[0] == name == bare != text and len(run) == 1
        )
        if len(bare) > 1 and not (opening and not countries(bare)):
            found.append(bare)
    return found
