"""The wording of boilerplate: what news pages say that is not their article.

Each pattern says how long a paragraph it may match, and whether it may match one in which someone
speaks. All are matched from the paragraph's start, capitals aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.strings.bounded_patterns import bounded
from index.words.word_lists import any_of, word_lists


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of boilerplate."""

    begins: re.Pattern[str]
    longest: int
    """Characters of the longest paragraph that it matches."""
    even_speaking: bool
    """Whether it may match a paragraph that reports or quotes someone."""


def _lines(*alternatives: str) -> Pattern:
    """Lines that are one of these and nothing else."""
    regex = rf"(?:{'|'.join(alternatives)})(?:\.\.\.|[\s:…!>»›→])*$"
    return Pattern(bounded(regex, re.IGNORECASE), longest=200, even_speaking=True)


def _notices(longest: int, *alternatives: str, even_speaking: bool = False) -> Pattern:
    """Paragraphs that begin with one of these."""
    regex = rf"(?:{'|'.join(alternatives)})"
    return Pattern(bounded(regex, re.IGNORECASE), longest, even_speaking)


def _any(*lists: str) -> str:
    """Any of the words in these lists, up to the end of a word.

    What has matched once is not tried again: in a row of such words ("latest news latest news …")
    there would be more ways to do that than there is time for."""
    return rf"(?>(?:{any_of({word for name in lists for word in _LISTS[name]})})(?![^\W_]))"


_LISTS = word_lists("index.reading", "boilerplate.toml")
_BETWEEN = r"[\s|/·•,>›»:_-]+"
_LANGUAGE = _any("languages")
_SECTION = _any("sections")
_SITE = _any("sites")
_BUTTON = _any("buttons", "sites")
_COUNT = r"(?>\d(?:[\d.]|,(?=\d))*k?)"
_LINK = r"\s?[:|>»→]"

NAVIGATION = _lines(
    rf"{_LANGUAGE}(?:{_BETWEEN}{_LANGUAGE})+",
    rf"{_SECTION}(?:{_BETWEEN}{_SECTION})*",
    r"(?:skip|jump|go) to (?:the )?(?:main |page )?(?:content|navigation|search|footer|menu)",
    r"back to (?:the )?(?:top|home ?page)",
    r"(?:next|previous)(?: article| story| page)?",
    r"(?:toggle|open|close|show|hide) (?:the )?(?:menu|navigation|search|caption|sidebar)",
)
ADVERTISEMENTS = _lines(
    r"ad|реклама|publicité|anzeige|werbung|publicidad",
    r"(?:an )?advert(?:isement|isment|s)?",
    r"ads by \w+",
    r"sponsored(?: content| by .*)?",
    r"paid (?:content|partnership)",
    r"(?:story|article) continue[sd](?: below| after).*",
    r"(?:scroll|continue) to continue.*",
    r"ad feedback",
    r"(?:content is )?loading",
)
BUTTONS = _lines(
    rf"(?:{_BUTTON}|{_COUNT})(?:{_BETWEEN}(?:{_BUTTON}|{_COUNT}))*(?<!\d)",
    rf"(?:{_COUNT}|view|show|see|all|leave a|add a|post a|join the|be the first to)"
    rf"(?: all| the| {_COUNT})? (?:comments?|shares|views|likes|replies|reply|conversation"
    r"|discussion)",
    r"no comments(?: yet)?",
    r"comments (?:are )?(?:closed|off|\(\d+\))",
    r"(?:reading time\W*)?(?:about )?\d+\s*-?\s*min(?:ute)?s?\.?(?: to)?(?: read| listen| watch)",
    r"reading time\W.{1,20}",
    r"listen to (?:this )?(?:article|story)\W*(?:\d.*)?",
)
INVITATIONS = _notices(
    300,
    rf"(?:share|tweet|post) (?:this|it) .{{0,40}}{_SITE}\b",
    rf"(?:you can )?(?:follow|find|like|join|connect with) .{{1,60}}? on (?:our )?{_SITE}\b",
    r"follow (?:us\b|@\w)",
    r"(?:to )?(?:please )?(?:subscribe|sign up|register|join|get|receive|log in|sign in)\b.{0,160}"
    r"\b(?:newsletters?|inbox|mailing list|(?:telegram|whatsapp|our|youtube) channel|our app"
    r"|e-?mail (?:updates|alerts)|(?:push |breaking news )alerts|notifications|podcast)\b",
    r"(?:подписывайтесь|подпишитесь) на|(?:підписуйтесь|підпишіться) на|abonnez-vous à",
    r"suscríbete a|abonnieren sie",
    r"(?:click|tap|press) (?:here|the link|play)\b",
    r"download (?:the|our)\b.{0,40}\bapp\b",
    r"(?:please )?(?:support|donate to) (?:our|independent|quality)\b",
    r"become a (?:member|subscriber|supporter)\b",
    r"(?:do you )?(?:have|got) (?:a )?(?:news )?(?:tip|story)s?\b.{0,60}[?]",
    r"(?:thank you|thanks) for (?:reading|subscribing|signing up)",
    r"(?:already|not) a (?:subscriber|member)\b",
    r"(?:please )?enable javascript",
    r"(?:for your security, )?we['’]ve sent (?:a|an) (?:confirmation )?e-?mail",
    r"this video (?:is|cannot|can['’]t|file)\b.{0,60}\b(?:play|load|available|support)",
    r"your browser does not support",
    r"(?:e-?mail|contact|reach|write to) (?:(?:the )?(?:author|reporter|writer)|us|him|her|them)?"
    r" ?(?:at|:)? ?\S+@\S+",
    r"send (?:us )?(?:your )?(?:tips|feedback|letters) to\b",
)
LABELS_OF_LINKS = _lines(
    r"(?:read|see|watch|view|discover|load|show) (?:more|also|next|on|all|related)"
    r"(?: (?:about|on|in|from|of|at|our|stories|articles|news|posts|coverage|here)\b.{0,40})?",
    r"learn more(?: here| about .{0,40})?",
    r"related(?: articles?| stor(?:y|ies)| content| topics?| news| links?| reading| posts?)?",
    r"more (?:stories|articles|news|headlines|to read|like this|coverage)(?: .{0,40})?",
    r"more (?:from|on|in|about) [^.]{2,40}",
    r"(?:most|also) (?:read|popular|viewed|shared|commented|see)",
    r"(?:popular|trending|recommended|suggested)"
    r"(?: now| news| for you| stories| articles| reading)?",
    r"you (?:may|might|could) also (?:like|be interested in)",
    r"(?:top|latest|other) (?:stories|news)",
    r"editors?['’]?s? picks?",
    r"up next|what to read next|don['’]t miss|in case you missed it",
    r"читайте (?:также|також|еще|ще)|à lire aussi|lire aussi|lesen sie auch|lea también",
)
"""Lines that announce other articles, often in a list below them."""
LINKS = _notices(
    300,
    r"(?:read|see|watch|view) (?:also|more|next|now)\b.{0,30}[:|>»→]",
    rf"(?:also|must|further) (?:read|see|watch){_LINK}",
    rf"(?:read|watch|listen|video|don['’]t miss|learn more|explore further){_LINK}",
    rf"(?:related|recommended)(?: articles?| stor(?:y|ies)| news| coverage| reading)?{_LINK}",
    rf"more(?: on this| from [^:]{{2,30}})?{_LINK}",
    rf"(?:читайте (?:также|також|еще|ще)|смотрите также|(?:à )?lire aussi){_LINK}",
    rf"(?:lesen sie auch|lea también){_LINK}",
    r"(?:tags?|topics?|filed under|categor(?:y|ies)|key ?words|теги|метки|mots-clés)\s?:",
    even_speaking=True,
)
COPYRIGHT = _notices(
    400, r"(?:image )?copyright\s?(?:©|\(c\)|\d{4})|©|\(c\)\s?\d{4}", even_speaking=True
)
RIGHTS = _notices(
    400,
    r"all rights reserved\b|.{0,160}\ball rights reserved(?:[.,]|$)",
    r"(?:this|our) (?:material|content|article|story) may not be (?:published|reproduced)",
    r"(?:reproduction|republication|copying) (?:of|in whole)\b.{0,120}"
    r"\b(?:prohibited|permission|forbidden)",
    r"this (?:article|story|piece|report|post|column) (?:was|is|has been|first|originally)"
    r"\b.{0,30}\b(?:originally|first|published|republished|appeared|automatically|translated)",
    r"(?:originally|first) published (?:in|on|by|at)\b",
)
CONSENT = _notices(
    600,
    r"(?:we|(?:this|our|the) (?:web)?site|[\w-]+\.\w{2,4}) uses? cookies",
    r"by (?:continuing|using|clicking|signing up|browsing)\b.{0,200}"
    r"\b(?:cookies?|you agree|consent|accept|terms|privacy)",
    r"(?:accept|manage|reject) (?:all )?(?:cookies|preferences)",
)
DISCLAIMERS = _notices(
    600,
    r".{0,100}\bpoint of view of the (?:site|editors?|author)\b",
    r".{0,120}\b(?:views?|opinions?)(?: and opinions)? (?:expressed|presented|shared)"
    r" (?:in|by|here|on|are)\b.{0,120}\b(?:those of|not|own|solely)\b",
    r".{0,120}\bdo(?:es)? not (?:necessarily )?(?:reflect|represent|express)"
    r" (?:the )?(?:\w+ ){0,3}(?:views?|opinions?|policy|positions?) of\b",
)

PATTERNS = (
    NAVIGATION,
    ADVERTISEMENTS,
    BUTTONS,
    INVITATIONS,
    LABELS_OF_LINKS,
    LINKS,
    COPYRIGHT,
    RIGHTS,
    CONSENT,
    DISCLAIMERS,
)
