"""The verbs with which an English news text hands a sentence to a speaker."""

from __future__ import annotations

_REGULAR = """
    accuse acknowledge add admit affirm agree allege announce answer argue assert assure
    believe blame brief caution charge claim clarify comment complain concede conclude
    condemn confirm contend counter criticise criticize declare demand denounce deny
    describe disclose dismiss dispute emphasise emphasize estimate explain express highlight
    indicate inform insist lambast lament maintain mention note object pledge point post
    praise predict promise propose protest question react recall recommend refute reject
    remark remind repeat reply report respond reveal signal specify state stress suggest
    testify tweet underline underscore urge vow warn welcome castigate slam rebuff recount
    confess boast call observe joke quip decry bemoan blast hail tout shout whisper
""".split()

_IRREGULAR = """
    say says said tell tells told write writes wrote written think thinks thought speak speaks
    spoke spoken brush brushes brushed swear swears swore sworn
""".split()

DENIALS = frozenset(
    """
    deny denies denied refute refutes refuted dispute disputes disputed
""".split()
)
"""Verbs whose speaker says that what follows is not so."""

REJECTIONS = frozenset(
    """
    reject rejects rejected dismiss dismisses dismissed rebuff rebuffs rebuffed brush brushed
    brushes
    """.split()
)
"""Verbs that deny where they are aimed at something said."""


def _forms(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied"
    if verb in {"admit", "slam", "quip"}:
        return verb, verb + "s", verb + verb[-1] + "ed"
    if verb.endswith(("s", "sh", "ch", "x")):
        return verb, verb + "es", verb + "ed"
    return verb, verb + "s", verb + "ed"


_PLAIN_FORMS = frozenset(
    "say think believe tell write argue insist deny maintain warn fear".split()
)
"""Verbs whose plain form follows a plural ("experts warn"); most others look like nouns there:
"a first report", "an unfamiliar call"."""

FINITE = frozenset(
    form for verb in _REGULAR for form in _forms(verb) if form != verb or verb in _PLAIN_FORMS
) | frozenset(_IRREGULAR)
"""The forms that follow their subject directly: "said", not "saying"."""

ASSERTIONS = frozenset(
    """say says said claim claims claimed believe believes believed think thinks thought state
    states stated report reports reported confirm confirms confirmed deny denies denied admit
    admits admitted insist insists insisted announce announces announced argue argues argued
    maintain maintains maintained allege alleges alleged warn warns warned estimate estimates
    estimated declare declares declared""".split()
)
"""Verbs that a clause can follow without "that": "the mayor said the bridge was shut"."""

SURE = frozenset("say says said tell tells told".split())
"""Verbs before which any noun phrase speaks: "the coast guard said", "two survivors told"."""

WITH_OBJECT = frozenset(
    """
    write writes wrote written speak speaks spoke agrees agreed calls called points pointed responds
    responded reacts reacted adds added charges charged
    """.split()
)
"""Verbs that say something only before certain words: not "wrote a letter", "called the police"."""

BELIEFS = frozenset("believe believes believed claim claims claimed think thinks thought".split())
"""Verbs that hand over what a relative clause tells: "a group that officials believe is behind"."""

OF_IT = SURE | frozenset("added adds announced warned noted stated wrote tweeted insisted".split())
"""Verbs whose "it" is a body that speaks: not "it suggests", "it found"."""

BESIDE_QUOTES = frozenset(
    """
    continued asked asks reads read began agreed agrees quipped mused cried exclaimed laughed went
    recalled responded reacted responds reacts
    """.split()
)
"""Verbs that say something where a quotation stands beside them."""

LIKE_NOUNS = frozenset(
    form for form in FINITE if form.endswith("s") and form not in {"says", "tells", "writes"}
)
"""Forms that may be plurals of nouns: "reports", "claims", "protests"."""

PARTICIPLES = frozenset(
    """
    adding saying arguing noting warning claiming stating stressing explaining recalling writing
    insisting telling alleging asserting declaring accusing
    """.split()
)
"""Forms that go on with what the subject of the sentence says."""


def alternatives(words: frozenset[str]) -> str:
    """A pattern that matches any of the words, the longest first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))
