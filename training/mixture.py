"""What the model is trained on: how much of each source, and the pairs that we make from them.

Most sets were written sentence against sentence about the same thing. A claim checked over a
library meets mostly sentences about something else, reported speech, and numbers that nearly fit;
`made_pairs` adds those.
"""

import random
import re
from collections.abc import Sequence
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from index.text.sentences import sentences
from training.edits import SIMPLE, Edited, names_of, negate, other_name, unsure
from training.pairs import Pair, by_source

SHARES: dict[str, float] = {
    "lingnli": 1,
    "fever": 1,
    "fever-symmetric": 1.5,
    "fm2": 3,
    "fm2-unrelated": 2,
    "wice": 1,
    "factcheck-gpt": 1,
    "conjnli": 1.5,
    "semi-automatic-nli/base_news": 1,
    "semi-automatic-nli/sim_news": 0.7,
    "semi-automatic-nli/base_wiki": 1,
    "semi-automatic-nli/sim_wiki": 0.4,
    "semi-automatic-nli/translate_wiki": 0.5,
    "cad": 0.3,
    "med": 0.4,
    "snli-subset": 0.1,
    "dnc": 0.1,
}
"""How many times a source's pairs are read in one pass; a fraction is a sample.

News and encyclopedia count most; image captions (snli-subset, cad) and templated sentences (dnc)
say little about articles."""

HELD_OUT = (
    "lingnli",
    "fever",
    "fever-symmetric",
    "fm2",
    "wice",
    "factcheck-gpt",
    "semi-automatic-nli/base_news",
)
"""The sources that the held-out pairs for calibration come from."""

_FACTUAL = ("fever", "fever-symmetric", "fm2", "wice", "conjnli")
_NEWS = ("semi-automatic-nli/base_news", "semi-automatic-nli/sim_news")
_EDITED = (*_FACTUAL, *_NEWS, "lingnli", "semi-automatic-nli/base_wiki")
_CLAUSE = re.compile(
    r",? (?:which|who|where|when|after|before|while|because|and|but|as|in|at|for|with|to|by|of) "
)
"""Where a sentence can be cut: what follows is a detail of its own."""

_SPEAKERS = (
    "the ministry",
    "the foreign ministry",
    "the defence ministry",
    "officials",
    "the governor",
    "a spokesman",
    "a spokeswoman",
    "the mayor",
    "police",
    "the president",
    "the prime minister",
    "local media",
    "the company",
    "the report",
    "analysts",
    "Reuters",
    "state television",
    "the general staff",
    "witnesses",
    "prosecutors",
    "the embassy",
    "the United Nations",
)
_SAYING = (
    "{said} said that {text}",
    "{said} says {text}",
    "According to {said}, {text}",
    "{text}, according to {said}",
    "{text}, {said} said",
    "“{text},” {said} said",
    "{said} told reporters that {text}",
    "{said} wrote on Telegram that {text}",
    "{said} reported that {text}",
    "{said} confirmed that {text}",
    "{said} announced that {text}",
    "As {said} put it, {text}",
    "{said} stressed that {text}",
    "{said} claimed that {text}",
)
_DENYING = (
    "{said} denied that {text}",
    "{said} rejected the claim that {text}",
    "It is false that {text}, {said} said",
)


def mixture(pairs: Sequence[Pair], seed: int, size: int | None = None) -> list[Pair]:
    """One pass of training pairs in their order: samples of the sources and the pairs we make.

    Args:
        pairs: what may be trained on.
        size: at most this many pairs, for a trial run.
    """
    chooser = random.Random(seed)  # noqa: S311
    grouped = by_source(pairs)
    chosen: list[Pair] = []
    for source, share in SHARES.items():
        whole = grouped.get(source, [])
        chosen += whole * int(share)
        chosen += chooser.sample(whole, int(len(whole) * (share % 1)))
    chosen = [in_context(chooser, pair, chosen) for pair in chosen]
    chosen += made_pairs(chooser, grouped)
    chooser.shuffle(chosen)
    return chosen[:size]


def made_pairs(chooser: random.Random, grouped: dict[str, list[Pair]]) -> list[Pair]:
    """The pairs that the sets lack: edited claims, reported speech, unrelated and topical ones."""
    pool = [pair for source in _EDITED for pair in grouped.get(source, [])]
    if not pool:
        return []
    factual = [pair for source in (*_FACTUAL, *_NEWS) for pair in grouped.get(source, [])]
    return [
        *_edited(chooser, pool, 9_000),
        *_from_sentences(chooser, factual or pool, 9_000),
        *_negated(chooser, [pair for pair in factual if pair.source not in _NEWS], 4_000),
        *_hedged(chooser, pool, 1_500),
        *_trimmed(chooser, factual or pool, 4_000),
        *_unrelated(chooser, pool, 5_000),
        *_topical(chooser, factual or pool, 9_000),
    ]


def in_context(chooser: random.Random, pair: Pair, others: Sequence[Pair]) -> Pair:
    """Sometimes the evidence as reported speech, or beside a sentence about something else.

    Neither changes what it says about the claim, except a denial.
    """
    if pair.label == "not_supports" or len(pair.evidence) > 500:
        return pair
    draw = chooser.random()
    if draw < 0.06:
        return _reported(chooser, pair)
    if draw < 0.2:
        parts = [pair.evidence, _sentences(chooser.choice(others).evidence)[0]]
        chooser.shuffle(parts)
        return Pair(" ".join(parts), pair.claim, pair.label, pair.source)
    return pair


def _reported(chooser: random.Random, pair: Pair) -> Pair:
    text = pair.evidence.strip().rstrip(".")
    if re.search(r"[.!?] ", text):
        return pair
    said = chooser.choice(_SPEAKERS)
    shape, label = chooser.choice(_SAYING), pair.label
    if label == "supports" and chooser.random() < 0.2:
        shape, label = chooser.choice(_DENYING), "refutes"
    inner = text if shape.startswith(("{text}", "“")) else text[:1].lower() + text[1:]
    if re.match(r"[A-Z]\w+ [A-Z]|[A-Z]{2}|I ", text):
        inner = text
    whole = shape.format(said=said, text=inner)
    return Pair(whole[:1].upper() + whole[1:] + ".", pair.claim, label, "made-reported")


def _edited(chooser: random.Random, pool: Sequence[Pair], count: int) -> list[Pair]:
    """Edits of claims that their evidence supports."""
    supported = [pair for pair in pool if pair.label == "supports"]
    names = _names(chooser, supported)
    made: list[Pair] = []
    for pair in chooser.sample(supported, min(len(supported), count * 2)):
        edited = _edit(chooser, pair.claim, names)
        if edited:
            made.append(Pair(pair.evidence, *edited, "made-edited"))
    return made[:count]


def _from_sentences(chooser: random.Random, pool: Sequence[Pair], count: int) -> list[Pair]:
    """A sentence of the evidence as the claim, as it stands or edited.

    The whole evidence is what it is weighed against: the model must find the one word that differs.
    """
    names = _names(chooser, pool)
    made: list[Pair] = []
    for pair in chooser.sample(pool, min(len(pool), count * 2)):
        fitting = [one for one in _sentences(pair.evidence) if 30 < len(one) < 250]
        if not fitting or len(pair.evidence) > 900:
            continue
        sentence = chooser.choice(fitting)
        edited = (sentence, "supports") if chooser.random() < 0.3 else None
        edited = edited or _edit(chooser, sentence, names)
        if edited:
            made.append(Pair(pair.evidence, *edited, "made-from-sentence"))
    return made[:count]


def _negated(chooser: random.Random, pool: Sequence[Pair], count: int) -> list[Pair]:
    """Refuted claims put straight hold; undecided ones stay undecided."""
    made: list[Pair] = []
    new = {"refutes": "supports", "neutral": "neutral"}
    fitting = [pair for pair in pool if pair.label in new]
    for pair in chooser.sample(fitting, min(len(fitting), count * 2)):
        claim = negate(pair.claim)
        if claim:
            made.append(Pair(pair.evidence, claim, new[pair.label], "made-negated"))
    return made[:count]


def _hedged(chooser: random.Random, pool: Sequence[Pair], count: int) -> list[Pair]:
    """What may be is not what is."""
    made: list[Pair] = []
    for pair in chooser.sample(list(pool), min(len(pool), count * 3)):
        edited = unsure(chooser, _sentences(pair.evidence)[0])
        if edited:
            made.append(Pair(*edited, "made-hedged"))
    return made[:count]


def _trimmed(chooser: random.Random, pool: Sequence[Pair], count: int) -> list[Pair]:
    """A detail that the evidence lacks is not supported; leaving one out changes nothing."""
    made: list[Pair] = []
    for pair in chooser.sample(list(pool), min(len(pool), count * 3)):
        sentence = chooser.choice(_sentences(pair.evidence))
        cuts = [one.start() for one in _CLAUSE.finditer(sentence) if one.start() > 40]
        cuts = [cut for cut in cuts if len(sentence) - cut > 20]
        if not cuts or len(sentence) > 300 or re.search(r"\b(?:no|not|few|only)\b|n't\b", sentence):
            continue
        short = sentence[: chooser.choice(cuts)] + "."
        made.append(
            Pair(short, sentence, "neutral", "made-trimmed")
            if chooser.random() < 0.6
            else Pair(sentence, short, "supports", "made-trimmed")
        )
    return made[:count]


def _unrelated(chooser: random.Random, pool: Sequence[Pair], count: int) -> list[Pair]:
    """A claim with evidence from anywhere."""
    return [
        Pair(chooser.choice(pool).evidence, pair.claim, "neutral", "made-unrelated")
        for pair in chooser.sample(list(pool), min(len(pool), count))
    ]


def _topical(chooser: random.Random, pool: Sequence[Pair], count: int) -> list[Pair]:
    """A claim with the evidence of another that shares its words, but says something else.

    Evidence that shares most of its words is left out: it may well decide the claim.
    """
    evidence = sorted({pair.evidence for pair in pool if len(pair.evidence) < 900})
    vectorizer: Any = TfidfVectorizer(  # type: ignore[no-untyped-call]
        sublinear_tf=True, stop_words="english", min_df=2
    )
    matrix = vectorizer.fit_transform(evidence)
    chosen = chooser.sample(list(pool), min(len(pool), count))
    made: list[Pair] = []
    for start in range(0, len(chosen), 500):
        part = chosen[start : start + 500]
        claims = vectorizer.transform([pair.claim for pair in part])
        own = vectorizer.transform([pair.evidence for pair in part])
        near, same = (claims @ matrix.T).toarray(), (own @ matrix.T).toarray()
        near[(same > 0.25) | (near > 0.45)] = 0
        for row, pair in enumerate(part):
            best = int(near[row].argmax())
            if near[row, best] > 0.12:
                made.append(Pair(evidence[best], pair.claim, "neutral", "made-topical"))
    return made


def _edit(chooser: random.Random, claim: str, names: list[str]) -> Edited | None:
    edits = list(SIMPLE)
    chooser.shuffle(edits)
    # Every claim can be negated: that comes last, or there would be little else.
    edits.sort(key=lambda edit: edit.__name__ == "negated" and chooser.random() < 0.85)
    if chooser.random() < 0.25:
        edited = other_name(chooser, claim, names)
        if edited:
            return edited
    return next((edited for edit in edits if (edited := edit(chooser, claim))), None)


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, "en")] or [text]


def _names(chooser: random.Random, pairs: Sequence[Pair]) -> list[str]:
    some = chooser.sample(list(pairs), min(len(pairs), 3_000))
    return sorted({name for pair in some for name in names_of(pair.claim)})
