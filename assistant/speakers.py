"""Who asserts a sentence, as far as the sentence itself tells.

Patterns over English news prose, not a parser: X said that …; "…", said X; "…", X said; according
to X, …; it was reported that …. Where no pattern fits, nobody is named: a missing speaker leaves
the outlet's word standing, a wrong one puts words into somebody's mouth."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.speech_verbs import DENIALS, FINITE, REJECTIONS

_VERB = "|".join(sorted(FINITE, key=len, reverse=True))
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“”]*[“”]")
_ADVERBS = (
    r"(?:(?:has|have|had|also|then|later|again|repeatedly|immediately|already|earlier|once|twice|"
    r"soon|now|still|further|alternately|himself|herself|\w+ly)\s+)*"
)
_SAYING = re.compile(
    rf"\s{_ADVERBS}(?P<verb>{_VERB}|issued an?\b|released an?\b|(?:finds?|found|asked|asks) "
    r"(?:that|why|whether|if|how))\b",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    rf",\s(?P<verb>{_VERB})\s(?P<name>(?:the |Mr |Ms |Mrs )?[A-Z][^,;:“”\"]*?)\.?$"
)
_ACCORDING = re.compile(r"\b[Aa]ccording to (?P<name>[^,;:“”\"()—]+?)(?=\s*(?:[,;:“”\"()—.]|$))")
_FOR_NAME = re.compile(r"^For (?P<name>(?:the )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*), ")
_AFTER_QUOTE = re.compile(
    rf"^\s*,?\s*(?:(?P<verb>{_VERB}|reads?|continued|went on)"
    r"(?: the (?:message|statement|post|letter|text) (?:from|by|of))?"
    rf"\s+(?P<after>[^,;:“”\"]+)"
    rf"|(?P<before>[^,;:“”\"]+?)\s{_ADVERBS}(?:{_VERB}|continued|went on)\b)"
)
_IMPERSONAL = re.compile(
    r"^(?:[^,]*,\s*)?(?:it (?:was|is|has been|had been) (?:also |further |earlier )?"
    r"(?:reported|claimed|alleged|said|announced|stated|noted)|reportedly|allegedly)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be)(?:\s\w+ly)?$", re.IGNORECASE)
_ACCUSED_BY = re.compile(
    r"\b(?:claims?|accusations?|charges?|allegations?|reports?|assertions?)\b"
    r"(?:\s(?:levell?ed|made|brought|put forward|voiced)(?:\s(?:against|at)\s\w+)?)?"
    r"\s(?:by|from)\s(?P<name>[^,;:“”\"()—]+?)(?=\s(?:that|who|of|over|about|on)\b|\s*[,;:“”\"()—.]|$)"
)
_SAID_THING = re.compile(
    r"\b(?:claim|accus|alleg|charge|report|suggest|statement|assert|critic|idea|that\b|as\b|“)"
)
_LEAD = re.compile(
    r"^(?:and|but|while|meanwhile|however|additionally|soon after|then|also|yet|for \w+ part)\s+",
    re.IGNORECASE,
)
_TIME_LEAD = re.compile(
    r"^(?:(?:on|in|at|by|since|during|late|early|earlier|last|this)\s+)+"
    r"(?:the\s+)?(?:same\s+)?(?:\w+day|day|week|month|year|morning|evening|afternoon|night|"
    r"[A-Z][a-z]+ \d{1,2}(?:,? \d{4})?|\d{1,2} [A-Z][a-z]+(?: \d{4})?|\d{4})"
    r"(?:\s(?:morning|evening|afternoon|night))?\s+",
    re.IGNORECASE,
)
_ROLE = (
    "ministry|minister|president|governor|mayor|spokesman|spokeswoman|spokesperson|official|"
    "officials|authorities|authority|police|sources|source|witnesses|witness|experts|expert|"
    "scientists|researchers|doctors|residents|investigators|prosecutors|prosecutor|court|"
    "judge|army|military|government|company|agency|department|committee|council|commission|"
    "union|team|study|report|party|opposition|diplomacy|media|outlet|newspaper|broadcaster|"
    "embassy|kremlin|leader|leaders|general|commander|director|chief|head|chairman|"
    "chairwoman|secretary|analysts|critics|lawyers|lawyer|defence|defense|press service|"
    "presidents|ministers|man|woman|father|mother|family|coach|player|captain|engineer|"
    "engineers|operator|statement|association|institute|university|hospital"
)
_DESCRIBED = re.compile(
    rf"^(?:the|a|an|its|his|her|their|some|several|local|state|\w+)\b.*\b(?:{_ROLE})\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<![\w.])(?:[A-Z][\w'’.-]*|kyiv|kiev)")
_FULL_NAME = re.compile(r"[A-Z][\w'’.-]*(?: (?:(?:de|da|di|van|von|al|bin|el) )?[A-Z][\w'’-]*)+")
_PRONOUNS = frozenset(("he", "she", "they", "him", "her", "them"))
_NOT_A_SPEAKER = re.compile(
    r"^(?:it|this|that|these|those|there|which|who|whom|what|i|we|you|one|none|nothing|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday)$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?:which|whom|what|whose|this|that|these|those)\b", re.IGNORECASE)
_SUBORDINATE = re.compile(r"\b(?:who|which|that|whose|where|when|because|if|whether|as)\b")
_SURE = frozenset("say says said tell tells told".split())
"""Verbs before which any noun phrase speaks: "the coast guard said", "two survivors told"."""
_SHORT_PHRASE = re.compile(
    r"(?:the|a|an|its|his|her|their|some|two|three|several|many|most)(?: [\w'’-]+){1,5}|[\w'’-]+s",
    re.IGNORECASE,
)
_NOT_ASSERTING = re.compile(
    r"\b(?:did|does|do|not|never|would|will|could|can|may|might|must|should|if|unless|until|although|"
    r"because|since|nobody|no|none|neither|few|whether|when)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words that make "X did not say", "if X says" or "nobody said" of it: nobody asserts anything."""
_LONGEST_SPEAKER = 120


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
        return self.speaker is None or self.speaker.lower() in _PRONOUNS


def attribute(sentence: str) -> Attribution | None:
    """Who asserts the sentence; None where it names nobody, that is: the outlet itself."""
    bare = _QUOTED.sub(lambda match: "“" + "_" * (len(match[0]) - 2) + "”", sentence)
    found = (
        _opening_source(bare)
        or _inverted(bare)
        or _subject(bare)
        or _beside_quote(bare)
        or _trailing_source(bare)
    )
    if found is None and _IMPERSONAL.search(bare):
        return Attribution(None, denies=False)
    if found is None:
        return None
    name, verb = found
    denies = bool(verb) and _denies(verb.lower().split()[0], bare)
    accuser = _ACCUSED_BY.search(bare) if denies else None
    return Attribution(name, denies, _clean(accuser["name"]) if accuser else None)


def _denies(verb: str, bare: str) -> bool:
    """Whether the verb says that something is not so: "denied" always does, "dismissed" only of
    what can be said (not of two officials)."""
    if verb in DENIALS:
        return True
    return verb in REJECTIONS and _SAID_THING.search(bare, bare.find(verb)) is not None


def _opening_source(bare: str) -> tuple[str, str] | None:
    match = _FOR_NAME.search(bare)
    if match and "“" in bare:
        return match["name"], ""
    match = _ACCORDING.search(bare)
    if match and match.start() < 3:
        return _source(match["name"])
    return None


def _trailing_source(bare: str) -> tuple[str, str] | None:
    match = _ACCORDING.search(bare)
    return _source(match["name"]) if match else None


def _source(phrase: str) -> tuple[str, str] | None:
    """Whoever stands after "according to" speaks, with a name or an article: not "according to
    plan", "according to which"."""
    name = phrase.strip()
    if not (_NAMED.search(name) or re.match(r"(?:the|a|an|its|his|her|their)\s", name)):
        return _named(name, "")
    if (
        name.lower() in _PRONOUNS
        or _RELATIVE.match(name)
        or len(name) > _LONGEST_SPEAKER
        or "_" in name
    ):
        return None
    return name, ""


def _named(phrase: str, verb: str) -> tuple[str, str] | None:
    name = _clean(phrase)
    return (name, verb) if name else None


def _subject(bare: str) -> tuple[str, str] | None:
    """The subject of the first verb of saying: the last part of its clause before the verb."""
    for match in _SAYING.finditer(bare):
        before = bare[: match.start()]
        if _PASSIVE.search(before) or "“" in before:
            # "X was accused": the subject is not the one who speaks.
            if "“" in before:
                return None
            continue
        parts = re.split(r"[,;:—–()]\s*|\s-\s", before)
        # "Ivo Lamm, the mayor of Orsk, said": the subject stands before the apposition.
        closed = not parts[-1] and len(parts) > 2
        phrase = parts[-3 if closed else -1]
        name = _clean(phrase, any_noun=match["verb"].lower() in _SURE)
        if name is not None:
            return _with_name(name, parts[-2] if closed else ""), match["verb"]
    return None


def _inverted(bare: str) -> tuple[str, str] | None:
    """…, recalled X. (without quotation marks)"""
    match = _INVERTED.search(bare)
    if match is None or match["verb"].lower() in {"tells", "told"}:
        return None
    return _named(_until_preposition(match["name"]), match["verb"])


def _with_name(description: str, apposition: str) -> str:
    """ "its leader" and "Edda Krol": both, where the apposition is what names the person."""
    if _FULL_NAME.fullmatch(apposition.strip()) and not _FULL_NAME.search(description):
        return f"{description}, {apposition.strip()}"
    return description


def _beside_quote(bare: str) -> tuple[str, str] | None:
    """“…”, said X / “…”, X said."""
    for quote in _QUOTED.finditer(bare):
        match = _AFTER_QUOTE.match(bare[quote.end() :])
        if match:
            phrase = match["after"] or match["before"]
            found = _named(_until_preposition(phrase), match["verb"] or "")
            if found:
                following = bare[quote.end() + match.end() :].removeprefix(",").strip()
                name = re.split(r"[,.;]", following)[0] if match["after"] else ""
                return _with_name(found[0], name), found[1]
    return None


def _until_preposition(phrase: str) -> str:
    """Cut what follows the name: "the minister on Tuesday" → "the minister"."""
    cut = re.split(
        r"\s(?:on|in|at|during|after|before|to|when|while|as|who|that|late|early|told|by|via|adding)\b"
        r"|\.\s*$",
        phrase.strip(),
        maxsplit=1,
    )
    return cut[0]


def _clean(phrase: str, any_noun: bool = False) -> str | None:
    """The noun phrase as it stands, without what leads up to it; None where it names nobody.
    `any_noun`: it need not be known to name somebody."""
    name = phrase.strip(" .’'")
    for lead in (_LEAD, _TIME_LEAD, _LEAD):
        name = lead.sub("", name).strip()
    name = re.sub(r"(?:\s(?:\w+ly|also|then|has|have|had|later))+$", "", name)
    if not name or len(name) > _LONGEST_SPEAKER or "_" in name or _NOT_A_SPEAKER.match(name):
        return None
    if name.lower().split()[0] in _PRONOUNS:
        return name if " " not in name else None
    if (
        _NOT_ASSERTING.search(name)
        or _SUBORDINATE.search(name)
        or re.match(
            r"(?:in|on|at|of|to|for|with|from|by|after|before|during|since|under|asked|following)\b",
            name,
            re.IGNORECASE,
        )
    ):
        return None
    if any_noun and _SHORT_PHRASE.fullmatch(name):
        return name
    if _NAMED.search(name) or _DESCRIBED.match(name) or re.fullmatch(_ROLE, name, re.IGNORECASE):
        return name
    return None
