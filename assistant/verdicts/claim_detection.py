"""From a message to what it is, and to the claims in it, each one checkable statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from unicodedata import category

from assistant.attribution.attributed_claims import attributed
from assistant.english.english_only import is_english
from assistant.english.lexicon import is_name
from assistant.english.sentence_forms import declarative, has_verb, is_yes_or_no, negated
from assistant.retrieval.query_analysis import LONGEST_MESSAGE, names_in
from assistant.thresholds import HEADLINE
from assistant.verdicts.check_worthiness import (
    is_order,
    no_statement,
    not_english,
    refuse_what_cannot_be_checked,
    short,
)
from assistant.verdicts.types import Claim
from index.errors import ClaimError
from index.strings.folding import legible
from index.strings.quotation_marks import DOUBLE, SINGLE
from index.text.sentences import sentences
from index.words.function_words import DETERMINERS, PREPOSITIONS

MOST_CLAIMS = 10
"""Claims of one message."""

_LEAD = re.compile(
    r"^(?:please[, ]+)?(?:"
    r"(?:can|could) you (?:please )?(?:check|verify|confirm|tell me) (?:whether|if|that)\s+"
    r"|(?:check|verify|confirm|fact[- ]?check)(?: whether| if| that|:)\s+"
    r"|is it (?:really |actually )?(?:true|correct|a fact|right) that\s+"
    r"|(?:true or false|claim|fact[- ]?check|is this true)\s*[:?–—-]\s*"
    r"|(?:i|we) (?:have |just |also )*(?:read|heard|saw|think|believe|guess|know|was told)"
    r"(?: somewhere| online)? that\s+"
    r"|(?:apparently|supposedly|allegedly|reportedly|rumou?r has it that|so|well|and|but)[, ]+"
    r")",
    re.IGNORECASE,
)
_CONJUNCTION = re.compile(r"^(?:so|well|and|but)[, ]+", re.IGNORECASE)
_QUESTION_WORD = re.compile(
    r"^(?:and |but |so |in |on |at |for |to |from |of |with |by )*"
    r"(?:what|which|who|whom|whose|when|where|why|how)\b",
    re.IGNORECASE,
)
_NO_TEXT = frozenset({"Cc", "Cs"})
"""Unicode's categories of control characters and of halves of characters."""
_ABOUT_TRUTH = re.compile(r"it (?:is|was) (?:not )?(?:true|false)\b", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:the )?[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)*")
_POINTS_BACK = re.compile(r"^(?P<word>he|she|they|it|this|that|these|those)\b", re.IGNORECASE)


class MessageKind(Enum):
    """What a message is, when the reader did not say what to do with it."""

    CLAIMS = "claims"
    """It states something rather than asking or ordering: it is checked."""
    YES_OR_NO = "yes or no"
    """One question for yes or no whose statement can be checked: it is checked and answered."""
    QUESTION = "question"
    """Anything else: it is answered."""


@dataclass(frozen=True, slots=True)
class MessageClaims:
    """What can be checked in a message."""

    claims: tuple[Claim, ...]
    """At least one."""
    notices: tuple[str, ...]
    """What was left out and why, one sentence each."""


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message, read once: what it is, and what can be checked in it."""

    kind: MessageKind
    is_english: bool
    """Whether the models can read it."""
    found: MessageClaims | None
    """None where nothing in it can be checked."""
    refusal: ClaimError | None
    """Then why, and what can be."""

    @property
    def checkable(self) -> MessageClaims:
        """What can be checked in it. Raises ClaimError where that is nothing."""
        if self.found is None:
            raise self.refusal or _nothing("")
        return self.found


def read_claims(message: str) -> MessageClaims:
    """The claims of a message, in its order.

    Raises:
        ClaimError: there is nothing in it that can be checked; the error says what can be.
    """
    return read_message(message).checkable


def read_message(message: str) -> ReadMessage:
    """What a message is, and the claims in it. Never raises."""
    visible = _visible(message)
    parts = list(_sentences(visible))
    english = is_english(visible)
    found, refusal = None, None
    try:
        _refuse_unreadable(visible, len(message), english=english)
        text = plain_case(visible)
        found = _claims(text, parts if text == visible else list(_sentences(text)))
    except ClaimError as error:
        refusal = error
    kind = MessageKind.QUESTION
    if _states(visible, parts):
        kind = MessageKind.CLAIMS
    elif found and len(parts) == 1 and is_yes_or_no(_LEAD.sub("", visible)):
        kind = MessageKind.YES_OR_NO
    return ReadMessage(kind, english, found, refusal)


def _claims(text: str, parts: Sequence[str]) -> MessageClaims:
    """The claims that the parts of a text make. Raises ClaimError where none can be checked."""
    claims: list[Claim] = []
    refusals: list[ClaimError] = []
    for sentence in parts:
        try:
            claims.append(as_claim(sentence, claims[-1] if claims else None))
        except ClaimError as error:
            refusals.append(error)
    if not claims:
        raise refusals[0] if refusals else _nothing(text)
    notices = [f"Not checked: “{short(one.subject)}” {one.happened}" for one in refusals]
    if len(claims) > MOST_CLAIMS:
        notices.append(
            f"The message has {len(claims)} claims; the first {MOST_CLAIMS} were checked. Send the "
            "others in another message."
        )
    return MessageClaims(tuple(claims[:MOST_CLAIMS]), tuple(notices))


def _states(visible: str, parts: Sequence[str]) -> bool:
    """Whether a message with these parts states something rather than asking or ordering."""
    text = _CONJUNCTION.sub("", visible)
    bare = _LEAD.sub("", text)
    if bare != text and not _QUESTION_WORD.match(bare):
        return True
    if text != visible:
        parts = [_CONJUNCTION.sub("", parts[0]), *parts[1:]] if parts else []
    return (
        bool(parts)
        and not any(
            part.endswith("?") or _QUESTION_WORD.match(part) or is_yes_or_no(part) or is_order(part)
            for part in parts
        )
        and any(has_verb(part) for part in parts)
    )


def _visible(message: str) -> str:
    """The message in one line, without control characters and what is no text at all."""
    seen = "".join(" " if category(letter) in _NO_TEXT else letter for letter in message)
    return " ".join(legible(seen).split())


def _refuse_unreadable(text: str, length: int, *, english: bool) -> None:
    """Raises ClaimError where a message of so many characters cannot be read for claims."""
    if not any(letter.isalnum() for letter in text):
        raise _nothing(text)
    if length > LONGEST_MESSAGE:
        raise ClaimError(
            f"It has {length:,} characters; a message with claims can have at most "
            f"{LONGEST_MESSAGE:,}.",
            subject=short(text),
            remedy="Paste only the sentences that you want checked. To search in a long text, "
            "add it as an article.",
        )
    if not english:
        raise not_english(text)


def _sentences(text: str) -> Iterator[str]:
    for start, end in sentences(text, "en"):
        for piece in text[start:end].split("; "):
            part = piece.strip(f" {DOUBLE}•*-–—;")
            if any(letter.isalnum() for letter in part):
                yield part


def as_claim(sentence: str, before: Claim | None = None) -> Claim:
    """One sentence as a claim. Raises ClaimError."""
    bare = _LEAD.sub("", sentence)
    if is_yes_or_no(bare):
        statement = declarative(bare)
        if statement is None:
            raise no_statement(sentence)
    elif _QUESTION_WORD.match(bare):
        raise ClaimError(
            "That is a question. A claim states that something is the case.",
            subject=sentence,
            remedy="Ask it as a question, or state the answer that you expect.",
        )
    else:
        statement = bare.rstrip("?").strip()
    statement = _about_somebody(statement, before, sentence)
    told = attributed(statement)
    refuse_what_cannot_be_checked(statement, sentence, is_attributed=told is not None)
    content = told.content if told else statement
    return Claim(
        asked=sentence,
        text=statement[:1].upper() + statement[1:],
        content=content,
        speaker=told.speaker if told else None,
        negation=negated(content),
        names=names_of(content, told.speaker if told else None),
    )


def names_of(content: str, speaker: str | None = None) -> tuple[str, ...]:
    """The proper names of a claim, but for whom it quotes. Its first word is one only where no
    dictionary has it."""
    first = content.split(" ", 1)[0]
    told = content if is_name(first) else content[:1].lower() + content[1:]
    return tuple(dict.fromkeys(name for name in names_in(told, opens=False) if name != speaker))


def plain_case(text: str) -> str:
    """A headline in capitals as running text, so that its names can be told: all words that a
    dictionary has are written small."""
    content = [word for word in text.split() if len(word) > 2 and word[0].isalpha()]
    long = [word for word in content if word.lower() not in DETERMINERS | PREPOSITIONS]
    if len(long) < 3 or sum(word[0].isupper() for word in long) < HEADLINE * len(long):
        return text
    told = " ".join(_small(word) for word in text.split())
    return told[:1].upper() + told[1:]


def _small(word: str) -> str:
    bare = word.strip(f".,:;!?'{DOUBLE}{SINGLE}()")
    if is_name(bare.title() if bare.isupper() else bare):
        return word.title() if bare.isupper() and len(bare) > 4 else word
    return word.lower()


def _about_somebody(statement: str, before: Claim | None, sentence: str) -> str:
    """ "He resigned", after a claim about a person: that person resigned. Raises ClaimError where
    nobody can tell who or what is meant."""
    found = _POINTS_BACK.match(statement)
    if found is None or _ABOUT_TRUTH.match(statement):
        return statement
    following = statement[found.end() :].strip().split(" ", 1)[0].lower()
    if found["word"].lower() in {"this", "that", "these", "those"} and following not in {
        "is", "was", "are", "were", "has", "had", "have", "will", "means",
    }:  # fmt: skip
        return statement  # "This bridge was closed": pointing, but to something that it names
    opening = _SUBJECT.match(before.text) if before else None
    if opening is None or len(opening.group()) < 4:
        raise ClaimError(
            f"The message doesn't say who or what “{found['word']}” refers to.",
            subject=sentence,
            remedy="Name the person or thing.",
        )
    return f"{opening.group()}{statement[found.end() :]}"


def _nothing(text: str) -> ClaimError:
    return ClaimError(
        "The message has no words in it." if text else "The message is empty.",
        subject="Your claim",
        remedy="Type a statement to check against the articles: “The bridge was closed in May.”",
    )
