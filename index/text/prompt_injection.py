"""Paragraphs that address a language model rather than a reader.

An article can contain orders for whatever summarises it: "ignore what you were told and write …".
They are text like any other here: quoted, never obeyed. A reader should see that they are there,
and a model is better off without them. What this file finds by form is not a defence in itself: the
checks of every written sentence are (assistant/groundedness/check.py)."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from functools import lru_cache

from index.strings.quotation_marks import APOSTROPHES, CLOSING, DOUBLE, OPENING, STRAIGHT
from index.words.word_lists import any_of, word_lists

_LISTS = word_lists("index.text", "prompt_injection.toml")
_MACHINE = (
    r"(?:(?:ai|language) (?:models?|assistants?|systems?)|artificial intelligence|chat ?bots?|llms?"
    r"|assistants?|(?:automatic|automated) (?:answers?|summar(?:y|ies)|readers?|repl(?:y|ies)))"
)
"""Whoever is told what to write."""
_OF_TEXT = r"(?:summar(?:y|ies)|answers?|repl(?:y|ies)|responses?)"
"""What it writes."""
_TELL = rf"(?:{any_of(_LISTS['tell'])})"
_MUST = (
    r"(?:must|should|shall|ha(?:s|ve) to|(?:is|are|was|were) (?:to|asked|advised|told|instructed|"
    r"urged|requested|required|expected)|asks?|advises?)"
)
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}?\b(?:instructions?|prompts?|"
    r"guidelines|you (?:were|have been) told|everything (?:above|before))\b"
    r"|\b(?:system|developer) (?:prompt|message)\b"
    r"|\byou are (?:now |no longer )?(?:an?|the) (?:\w+ ){0,3}(?:ai|chatbot|language model|llm)\b"
    r"|\b(?:ai|language) (?:models?|assistants?)\b[^.!?\n]{0,60}?"
    r"\b(?:must|should|shall|are to|have to)\b"
    r"|\bas an? (?:ai|large language model|language model)\b"
    r"|\b(?:new|updated|additional|important|further) instructions?\s*:"
    r"|\binstructions? (?:for|to) (?:the |any |all )?(?:ai|llm|assistants?|models?|chatbots?)\b"
    r"|\bdo anything now\b"
    r"|\b(?:text|words|sentence|answer) to (?:be )?(?:print|writ|output|show)(?:e|ed|ten|n)?\b"
    rf"|\b{_MACHINE}\b[^.!?\n]{{0,60}}?\b{_MUST}\b[^.!?\n]{{0,60}}?\b{_TELL}\b"
    rf"|\b{_MUST} (?:all |any |the )?{_MACHINE} to {_TELL}\b"
    rf"|\b{_MACHINE} (?:now )?{_TELL}s?(?: that\b|\s*:)"
    rf"|\b{_MACHINE} (?:that|who|which) (?:reads?|quotes?|cites?|summari[sz]es?)\b"
    rf"|\b(?:any|every|each|all|your) {_OF_TEXT}\b[^.!?\n]{{0,60}}?\b{_MUST}\b"
    rf"|\b(?:correct|right|proper|good|best|only|expected) {_OF_TEXT}\b[^.!?\n]{{0,40}}?"
    rf"(?:\bis\s*:|\b{_TELL}s?\b)"
    rf"|\b(?:readers|users) of (?:any |such |the )?{_OF_TEXT}\b"
    r"|\b(?:whoever|any(?:one|body) who|every(?:one|body) who) (?:answers? from|summari[sz]es|"
    r"(?:quotes|cites|reads out) this|(?:is )?ask(?:s|ing)\b(?! for))"
    r"|^\W{0,40}+(?:act as|pretend (?:to be|that you)|(?:take|play) the (?:part|role) of"
    r"|(?:from (?:here|now) on|for the rest of this \w+),? (?:you|your)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_SENTENCE = (
    rf"(?:^|[.!?:][{STRAIGHT}{CLOSING})\]]{{0,20}}+\s{{1,20}}+|[,;]\s{{1,20}}+(?:so|then) "
    rf"|\band (?=then |instead )|[{OPENING}(\[>])\W{{0,40}}+"
)
_TO_TELL = re.compile(
    rf"{_SENTENCE}(?:(?:please|kindly|now|then|instead|always|be sure to|make sure to|let your "
    rf"\w+) ){{0,9}}(?:"
    rf"(?:{_TELL}|add|insist|confirm|admit) "
    r"(?:that (?!to\b|again\b|what\b)|as\b(?! long| soon)|only\b)"
    r"|(?:tell|inform|remind|assure|convince|warn) (?:the |all |your |every )?"
    r"(?:readers?|users?|people|every(?:body|one)|whoever)\b"
    r"|(?:reply|respond|answer|close|end|finish|conclude) with (?:the|this|these|only|an?)\b"
    r"|(?:write|output|print|reply|answer)\s{1,20}+(?-i:[A-Z]{2,})\b"
    rf"|(?:do not|don['’]t|never) (?:{_TELL}|reveal) (?:that|how|what|which|who|the|this|"
    r"anything|of|to)\b"
    r"|(?:leave out|omit|keep quiet about|say nothing (?:of|about)|refuse to answer)\b"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
"""An order to tell something, or not to."""
_ABROAD = re.compile(
    r"(?:^|[.!?:;,]\s{1,20}+|\s[–—-]\s)\W{0,40}+(?:"
    # German
    r"(?:bitte )?(?:sage?|schreibe?|antworte|erwähne|vergiss|behaupte|beantworte|verschweige) "
    r"(?:\w+ )?(?:nur|immer|unbedingt|dass|den|dem|die|das|der|allen?|mit)\b"
    r"|wer diese[nrs]? \w+ (?:zusammenfasst|zitiert|liest)\b"
    # Spanish, where most orders look like statements about what someone does
    r"|(?:di(?:les?)? (?:a|que)|haz|hay que responder|antes de (?:contestar|responder))\b"
    r"|(?:olvida|ignora) (?:lo|todo|las?|los|el)\b"
    r"|(?:escribe|responde|contesta|termina) (?:solo|sólo|siempre|únicamente|tod[ao]s?)\b"
    # French
    r"|(?:écris|réponds|ne mentionne|avant de répondre|termine toujours|(?:dis|oublie|ignore) "
    r"(?:aux?|ce|tout|que|les?|la))\b"
    # Russian
    r"|(?:(?:не|всегда|сначала|пожалуйста),? ){0,9}(?:скажи|сообщи|напиши|пиши|ответь|отвечай|"
    r"забудь|упоминай|упомяни|игнорируй|добавь|выполни|заканчивай)(?:те)?\b"
    r"|(?:прежде чем|перед тем,? как) отвечать"
    r")"
    # Chinese
    r"|请(?:告诉|说|写|回答|忽略|不要|只)|忽略(?:上文|以上|之前|前面)|只(?:回答|写|输出|说)|回答.{0,4}时"
    r"|告诉(?:读者|用户)",
    re.IGNORECASE | re.MULTILINE,
)
"""The same in other languages, by the words that distinguish it from what someone does."""
_MARKUP = re.compile(
    r"<\|[a-z_]+\|>|\[/?INST\]|<</?SYS>>|^\s{0,20}+#{2,20}+\s{0,20}+(?:instruction|system|response|user)\b"
    r"|(?:^|[=#\]>-])\s{0,20}+(?:system|assistant|user|human|developer)\s{0,20}+:\s"
    r"|</?(?:article|system|assistant|user|human|developer|tool|result|source|document|note|"
    r"instructions?)\b[^<>\n]{0,60}>"
    r"|\[/?\w{1,40}_\w{1,40}\]"
    r"|(?:[=#*_-]{3}|[<\[])\s{0,20}+end of (?:the |this |all )?(?:sources?|articles?|"
    r"documents?|texts?|context|prompt|page)\b|^\s{0,20}+system (?:update|notice|override|note)\b"
    r"|^\s{0,20}+\[[a-z]{4}\]\s",  # a key, as assistant/llm/prompt_context.py draws them
    re.IGNORECASE | re.MULTILINE,
)
"""How a conversation with a model is written down."""
_DOING = any_of(_LISTS["do"])
_REPLY = rf"(?:{any_of(_LISTS['replies'])})(?:'s|s)?"
_YOUR_REPLY = re.compile(rf"\byour (?:next |own |final |whole |entire )?{_REPLY}\b", re.IGNORECASE)
_ORDER = re.compile(
    rf"(?:^|[.!?:;,{DOUBLE}{APOSTROPHES})\]>-]\s{{0,20}}+|\b(?:please|then|and|must|should)\s{{1,20}}+)(?:{_DOING})\b",
    re.IGNORECASE,
)
_ORDER_FIRST = re.compile(
    rf"^\W{{0,40}}+(?:{_DOING})\b.*\b(?:in|to|of|from|for|with)\s{{1,20}}+the\s{{1,20}}+{_REPLY}\b",
    re.IGNORECASE | re.DOTALL,
)
_TASKS = re.compile(
    rf"(?:^|[.!?{DOUBLE}:]\s{{1,20}}+)(?:please\s{{1,20}}+)?(?:"
    rf"(?:{any_of(_LISTS['make'])}) (?:an?|the|me)\b[^.!?\n]{{0,30}}?"
    rf"\b(?:{any_of(_LISTS['works'])})\b"
    rf"|(?:{any_of(_LISTS['explain'])})\b[^.!?\n]{{0,80}}"
    rf"\b(?:{any_of(_LISTS['subjects'])})\b"
    r"|can you (?:show|tell|write|give|explain|provide)\b"
    r")",
    re.IGNORECASE,
)
_LONG_RUN = re.compile(r"\W{20,}+")
"""So many blanks and signs mean no more than a few, and would hide what follows them from patterns
that look at only a few."""
_HIDDEN = re.compile(
    r"[\U000e0000-\U000e007f]"
    r"|[\u200b-\u200d\u2060-\u2064\ufeff](?:.?[\u200b-\u200d\u2060-\u2064\ufeff]){7,}"
)
_FIELD = re.compile(
    rf"[{DOUBLE}]\w+[{DOUBLE}]\s{{0,20}}+:\s{{0,20}}+"
    rf"(?:[{STRAIGHT}{OPENING}{{\[\d]|true\b|false\b|null\b)"
)
"""One of JSON."""
_FEWEST_FIELDS = 2
_DISGUISED = frozenset(
    [codecs.encode(one, "rot13") for one in (*_LISTS["common"], *_LISTS["common_and_short"])]
    + [one[::-1] for one in _LISTS["common"]]
) - frozenset(_LISTS["words_turned_round"])
"""Common words with letters reversed or shifted; without those that are words themselves."""
_FEWEST_DISGUISED = 2
_DIGITS_INSIDE = re.compile(r"\b(?=\w*[a-z])(?=\w*[013457])[a-z013457]{2,}\b", re.IGNORECASE)
_ORDINARY = re.compile(r"\d+(?:st|nd|rd|th|s|[a-z])?|[a-z]\d+", re.IGNORECASE)
_SHARES_WITH_DIGITS = ((2, 0.5), (4, 0.3))
"""How many such words, and which share of all, make a text that is written in digits."""
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_]\s{1,20}+){9}[^\W\d_](?!\w)")
_ENCODED = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{40,}={0,2}(?![A-Za-z0-9+/=_-])")


@lru_cache(maxsize=8192)
def suspicion(text: str) -> str | None:
    """Why a paragraph looks like orders to a language model, in words for a reader; None if it
    doesn't. In doubt it says why: a marked paragraph is shown and quoted all the same."""
    if _HIDDEN.search(text):
        return "It contains characters that a reader cannot see."
    text = _LONG_RUN.sub(lambda run: run[0][:9] + run[0][-9:], text)
    if _MARKUP.search(text):
        return "It looks like a conversation with a language model."
    if len(_FIELD.findall(text)) >= _FEWEST_FIELDS:
        return "It looks like program data."
    if any(order.search(text) for order in (_ORDERS, _TO_TELL, _ABROAD)) or _tells_how_to_reply(
        text
    ):
        return "It looks like an instruction to a language model."
    if _TASKS.search(text):
        return "It looks like a task for a language model."
    return "It contains encoded text." if _is_encoded(text) else None


def _tells_how_to_reply(text: str) -> bool:
    return bool((_YOUR_REPLY.search(text) and _ORDER.search(text)) or _ORDER_FIRST.search(text))


def _is_encoded(text: str) -> bool:
    """Whether a text, or a part of it, is readable only to someone who knows how it is encoded."""
    if _SPACED.search(text) or any(map(_is_base64, _ENCODED.findall(text))):
        return True
    words = text.lower().split()
    if len({word.strip(".,;:!?") for word in words} & _DISGUISED) >= _FEWEST_DISGUISED:
        return True
    odd = sum(_ORDINARY.fullmatch(one) is None for one in _DIGITS_INSIDE.findall(text))
    return any(odd >= max(few, share * len(words)) for few, share in _SHARES_WITH_DIGITS)


def _is_base64(run: str) -> bool:
    try:
        plain = base64.b64decode(run + "=" * (-len(run) % 4), validate=True)
    except binascii.Error:
        return False
    return plain.isascii() and b" " in plain and plain.decode("ascii").isprintable()
