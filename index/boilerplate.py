"""What of a page is not the article: its navigation, its notices, its invitations.

Each pattern says how long a paragraph it may take, and whether it may take one in which somebody
speaks: boilerplate addresses its reader and quotes nobody, so a paragraph that reports or quotes
stays in the article though it begins like a cookie notice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.paragraphs import WHITE

_SITES = (
    r"(?:facebook|twitter|x(?:\.com)?|telegram|whatsapp|linkedin|reddit|pinterest|instagram|youtube"
    r"|tiktok|threads|bluesky|mastodon|viber|messenger|flipboard|google news|apple news|vk|rss"
    r"|snapchat|tumblr)"
)
_BUTTON = (
    rf"(?:{_SITES}|share|tweet|e-?mail|print|post|pin(?: it)?|copy (?:the )?link|link copied|save"
    r"|comments?|like|mail|more|facebook messenger|surveiller|partager|поделиться|поділитися|teilen"
    r"|compartir|this(?: article| story| page)?|on|via|with friends)"
)
_LANGUAGES = (
    r"(?:ua|uk|en|eng|ru|rus|ukr|fr|de|es|it|pl|pt|tr|ar|zh|ja|ro|cs|hu|bg|english|français|deutsch"
    r"|español|italiano|polski|português|türkçe|русский|українська|укр|рус|العربية|中文)"
)
_SECTIONS = (
    r"(?:home(?: ?page)?|news|world|politics|business|sports?|opinions?|culture|science|tech(?:nology)?"
    r"|health|travel|economy|entertainment|lifestyle|life|arts|video|photos?|podcasts?|weather|live"
    r"|latest(?: news)?|top stories|breaking news|more|search|menu|subscribe|log ?in|sign (?:in|up)"
    r"|about(?: us)?|contact(?: us)?|advertis(?:e|ing)(?: with us)?|careers|jobs|help|faq|rss|sitemap"
    r"|newsletters?|account|shop|donate|privacy(?: policy)?|terms(?: of (?:use|service))?|cookies?"
    r"(?: policy| settings)?|accessibility|archive|authors?|close|skip|главная|новости|политика|війна"
    r"|новини|політика|accueil|actualités|politique|startseite|politik)"
)
_BETWEEN = r"[\s|/·•,>›»:_-]+"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of boilerplate: how it begins, how long it may be (characters), and whether it
    is that even where it reports speech."""

    begins: re.Pattern[str]
    longest: int
    even_speaking: bool = False


def _line(*alternatives: str) -> Pattern:
    """A line that is nothing but this."""
    regex = rf"(?:{'|'.join(alternatives)})(?:\.\.\.|[\s:…!>»›→])*$"
    return Pattern(re.compile(regex, re.IGNORECASE), 200, even_speaking=True)


def _notice(*alternatives: str, longest: int = 300, even_speaking: bool = False) -> Pattern:
    """A paragraph that begins like this."""
    regex = rf"(?:{'|'.join(alternatives)})"
    return Pattern(re.compile(regex, re.IGNORECASE), longest, even_speaking)


PATTERNS = (
    # Navigation
    _line(rf"{_LANGUAGES}(?:{_BETWEEN}{_LANGUAGES})+"),
    _line(r"(?:skip|jump|go) to (?:the )?(?:main |page )?(?:content|navigation|search|footer|menu)"),
    _line(rf"{_SECTIONS}(?:{_BETWEEN}{_SECTIONS})*"),
    _line(r"back to (?:the )?(?:top|home ?page)", r"(?:next|previous)(?: article| story| page)?"),
    _line(r"(?:toggle|open|close|show|hide) (?:the )?(?:menu|navigation|search|caption|sidebar)"),
    # Advertisements
    _line(
        r"ad", r"(?:an )?advert(?:isement|isment|s)?", r"ads by \w+", r"sponsored(?: content| by .*)?",
        r"paid (?:content|partnership)", r"(?:story|article) continues(?: below| after).*",
        r"(?:scroll|continue) to continue.*", r"scroll down .{0,40}", r"ad feedback", r"loading",
        r"content is loading", r"реклама", r"publicité", r"anzeige", r"werbung", r"publicidad",
    ),
    # Sharing, comments, how long it takes
    _line(rf"(?:{_BUTTON}|\d+)(?:{_BETWEEN}(?:{_BUTTON}|\d+(?!\d)))*(?<!\d)"),
    _line(r"(?:no comments|(?:\d[\d,.]*|view|show|see|all|leave a|add a|post a|join the|be the first to)"
          r"(?: all| the| \d+)? (?:comments?|shares|views|likes|replies|reply|conversation|discussion))",
          r"comments (?:are )?(?:closed|off|\(\d+\))"),
    _line(r"(?:reading time\W*)?(?:about )?\d+\s*-?\s*min(?:ute)?s?\.?(?: to)?(?: read| listen| watch)",
          r"reading time\W.{1,20}", r"listen to (?:this )?(?:article|story)\W*(?:\d.*)?"),
    _notice(rf"(?:share|tweet|post) (?:this|it|on)\b.{{0,60}}{_SITES}?", longest=90),
    _notice(rf"(?:you can )?(?:follow|find|like|join|connect with) .{{1,60}}? on (?:our )?{_SITES}\b"),
    _notice(r"follow (?:us\b|@\w)", longest=200),
    # Invitations
    _notice(r"(?:to )?(?:please )?(?:subscribe|sign up|register|join|get|receive|log in|sign in)\b.{0,160}"
            r"\b(?:newsletters?|inbox|mailing list|(?:telegram|whatsapp|our|youtube) channel|our app"
            r"|e-?mail (?:updates|alerts)|(?:push |breaking news )alerts|notifications|podcast)\b"),
    _notice(r"(?:click|tap|press) (?:here|the link|play)\b", r"download (?:the|our)\b.{0,40}\bapp\b",
            r"(?:please )?(?:support|donate to) (?:our|independent|quality)\b", r"become a (?:member|sub)",
            r"(?:do you )?(?:have|got) (?:a )?(?:news )?(?:tip|story)s?\b.{0,60}[?]",
            r"(?:thank you|thanks) for (?:reading|subscribing|signing up)",
            r"(?:already|not) a (?:subscriber|member)\b", r"(?:please )?enable javascript",
            r"(?:for your security, )?we(?:'|’)ve sent (?:a|an) (?:confirmation )?e-?mail",
            r"this video (?:is|cannot|can't|file)\b", r"your browser does not support",
            r"(?:e-?mail|contact|reach|write to) (?:the (?:author|reporter|writer)|us|him|her|them)? ?"
            r"(?:at|:)? ?\S+@\S+", r"send (?:us )?(?:your )?(?:tips|feedback|letters) to\b",
            r"подписывайтесь на", r"підписуйтесь на", r"abonnez-vous à", r"suscríbete a"),
    # Other articles
    _line(r"(?:read|see|watch|view|learn|discover|load|show) (?:more|also|next|on|all|related)(?: .{0,40})?"
          r"(?<![.?!])", r"related(?: articles?| stor(?:y|ies)| content| topics?| news| links?| reading)?",
          r"more (?:stories|articles|news|headlines|to read|like this|coverage)(?: .{0,40})?",
          r"more (?:from|on|in|about) [^.]{2,40}", r"(?:most|also) (?:read|popular|viewed|shared|commented)",
          r"(?:popular|trending|recommended|suggested)(?: now| news| for you| stories| articles| reading)?",
          r"you (?:may|might|could) also (?:like|be interested in)", r"(?:top|latest|other) (?:stories|news)",
          r"editors?['’]?s? picks?", r"up next", r"what to read next", r"don['’]t miss", r"in case you missed it",
          r"читайте также", r"читайте також", r"à lire aussi", r"lesen sie auch"),
    _notice(r"(?:read|see|watch|view) (?:also|more|next|now)\b.{0,30}[:|>»→]",
            r"(?:(?:also|must|further) (?:read|see|watch)|related(?: \w+)?|more(?: on this| from [^:]{2,30})?"
            r"|read|watch|listen|video|don['’]t miss|learn more|see also|recommended(?: \w+)?|explore further)"
            r"\s?[:|>»→]", r"(?:читайте (?:также|також|еще|ще)|(?:à )?lire aussi|lesen sie auch|lea también"
            r"|смотрите также)\s?[:|>»→-]", r"(?:tags?|topics?|filed under|categor(?:y|ies)|key ?words|теги"
            r"|метки|mots-clés|schlagwörter)\s?:", even_speaking=True),
    # Law
    _notice(r"(?:©|\(c\)|copyright\s?(?:©|\(c\)|\d{4}))", longest=400, even_speaking=True),
    _notice(r".{0,160}\ball rights reserved\b", r"(?:this|our) (?:material|content|article|story) may not be"
            r" (?:published|reproduced)", r"(?:reproduction|republication|copying) (?:of|in whole)\b.{0,120}"
            r"\b(?:prohibited|permission|forbidden)", longest=400),
    _notice(r"(?:we|(?:this|our|the) (?:web)?site|[\w-]+\.\w{2,4}) uses? cookies", r"by (?:continuing|using|"
            r"clicking|signing up|browsing)\b.{0,200}\b(?:cookies?|agree|consent|accept|terms|privacy)",
            r"(?:accept|manage|reject) (?:all )?(?:cookies|preferences)", longest=600),
    _notice(r".{0,100}\bpoint of view of the (?:site|editors?|author)\b", r".{0,120}\b(?:views?|opinions?)"
            r"(?: and opinions)? (?:expressed|presented|shared) (?:in|by|here|on|are)\b.{0,120}\b(?:those of"
            r"|not|own|solely)\b", r".{0,120}\bdo(?:es)? not (?:necessarily )?(?:reflect|represent|express)"
            r" (?:the )?(?:\w+ ){0,3}(?:views?|opinions?|policy|positions?) of\b", longest=600),
    _notice(r"this (?:article|story|piece|report|post|column) (?:was|is|has been|first|originally)"
            r"\b.{0,30}\b(?:originally|first|published|republished|appeared|automatically|translated)",
            r"(?:originally|first) published (?:in|on|by|at)\b", longest=300),
)  # fmt: skip

_MENU = re.compile(r"\s*[|·•›»]\s*|\s+>\s+|\s+/\s+")
_SPEAKS = re.compile(
    r"[\"“«„]|\b(?:said|says|told|according to|announced|added|argued|warned|reported|explained)\b"
)
_MARKS = WHITE + "*_>→▶►•·#[]–—-"
LABEL_OF_LINKS = re.compile(
    r"(?:related|more|most|also|popular|trending|recommended|you (?:may|might)|read (?:more|also|next)"
    r"|top stories|latest news|editors?['’]?s? picks|what to read|see also|don['’]t miss|читайте|à lire)",
    re.IGNORECASE,
)
"""How a boilerplate line begins that announces a list of other articles below it."""


def is_boilerplate(paragraph: str) -> bool:
    """Whether a paragraph is part of the page and not of the article."""
    if len(paragraph) > 600:
        return False
    bare = " ".join(paragraph.strip(_MARKS).split())
    if not any(character.isalnum() for character in bare):
        return not any(character.isalnum() for character in paragraph)
    speaks = bool(_SPEAKS.search(bare))
    return _is_menu(bare) or any(
        len(bare) <= pattern.longest
        and (pattern.even_speaking or not speaks)
        and pattern.begins.match(bare)
        for pattern in PATTERNS
    )


def _is_menu(line: str) -> bool:
    """A row of links: three or more short items between bars, without figures (a row of a table
    has some) and without a full stop."""
    items = [item.strip() for item in _MENU.split(line)]
    return (
        len(items) >= 3
        and len(line) <= 300
        and all(0 < len(item) <= 25 and len(item.split()) <= 3 for item in items)
        and not re.search(r"[\d.!?]", line)
    )
