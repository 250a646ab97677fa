"""The mixture: endless training rows, drawn from the sources by their shares.

A written claim is shown in one of several forms, drawn afresh each time: with the whole passage, a
paragraph, the deciding sentences with or without the one before; beside sentences that do not
decide; beside another passage; with the outlet put in front. The public pairs are shown as they
are.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.nli.account_text import Account, side_by_side
from training.pairs import Pair, by_source
from training.rows import Row, claim_row, evidence, question_row, to_account
from training.written import AccountPair, Claim, Passage, Question

SHARES: dict[str, float] = {
    "written-claims": 46,
    "written-questions": 10,
    "written-accounts": 13,
    "lingnli": 15,
    "fm2": 4.5,
    "fm2-unrelated": 0.8,
    "wice": 1.1,
    "fever": 3,
    "fever-symmetric": 1,
    "factcheck-gpt": 1.6,
    "conjnli": 1.2,
    "semi-automatic-nli/base_news": 3,
    "semi-automatic-nli/sim_news": 3,
    "semi-automatic-nli/base_wiki": 1,
    "semi-automatic-nli/translate_wiki": 1,
    "semi-automatic-nli/sim_wiki": 0.5,
    "cad": 0.6,
    "med": 0.6,
    "snli-subset": 0.5,
    "dnc": 0.4,
}
"""How often each source is drawn. Written items, multi-genre and fact-checking pairs count most;
image captions and templated sentences say little about articles."""

_CASED = frozenset(
    "The A An In On At By Of To From For After Before When While Most Some Many More Fewer Less "
    "Over Under About Nearly Almost At All None No Not One Two Three Four Five Six Seven Eight "
    "Nine Ten He She It They His Her Its Their This That These Those There Both Neither "
    "Either Each Every Only Because Although If Unless Until Since During Within With Without "
    "Another Other Several Half Police Officials".split()
)


def stream(
    passages: Sequence[Passage], accounts: Sequence[AccountPair], pairs: Sequence[Pair], seed: int
) -> Iterator[Row]:
    """Endless training rows, the sources mixed by SHARES; the same for the same seed."""
    chooser = random.Random(seed)  # noqa: S311
    public = by_source(pairs)
    makers: dict[str, Iterator[Row]] = {
        "written-claims": _claims(passages, random.Random(seed + 1)),  # noqa: S311
        "written-questions": _questions(passages, random.Random(seed + 2)),  # noqa: S311
        "written-accounts": _accounts(accounts, random.Random(seed + 3)),  # noqa: S311
    }
    for number, source in enumerate(sorted(SHARES), start=4):
        if source in public:
            makers[source] = _public(public[source], random.Random(seed + number))  # noqa: S311
    names = [name for name in SHARES if name in makers]
    weights = [SHARES[name] for name in names]
    while True:
        yield next(makers[chooser.choices(names, weights)[0]])


def _claims(passages: Sequence[Passage], chooser: random.Random) -> Iterator[Row]:
    by_topic = _by_topic(passages)
    every = [(passage, claim) for passage in passages for claim in passage.claims]
    while True:
        chooser.shuffle(every)
        for passage, claim in every:
            yield _claim(passage, claim, by_topic, chooser)


def _claim(
    passage: Passage, claim: Claim, by_topic: dict[str, list[Passage]], chooser: random.Random
) -> Row:
    draw = chooser.random()
    if draw < 0.035:
        row = _beside_another(passage, claim, by_topic, chooser)
    elif draw < 0.09 and len(passage.sentences) > len(claim.at) + 2:
        row = _beside_the_point(passage, claim, chooser)
    else:
        forms = ("whole", "paragraph", "sentence-before", "sentence")
        row = claim_row(passage, claim, chooser.choices(forms, (38, 14, 22, 26))[0])
    return _said_by(passage, row, by_topic, chooser)


def _beside_another(
    passage: Passage, claim: Claim, by_topic: dict[str, list[Passage]], chooser: random.Random
) -> Row:
    """The claim beside another passage, mostly on the same topic: neutral."""
    fitting = [one for one in by_topic[passage.topic] if one is not passage]
    other = chooser.choice(fitting or [one for some in by_topic.values() for one in some])
    form = chooser.choice(("whole", "paragraph", "sentence"))
    place = chooser.randrange(len(other.sentences))
    return Row(claim.text, evidence(other, (place,), form), "written-claims", stance="neutral")


def _beside_the_point(passage: Passage, claim: Claim, chooser: random.Random) -> Row:
    """The claim beside a sentence of its passage that does not decide it, with a neighbour.

    Of the sentences that are left, the half with the fewest of the claim's words: another may well
    decide, too.
    """
    words = set(claim.text.lower().split())
    near = {place + step for place in claim.at for step in (-1, 0, 1)}
    left = [place for place in range(len(passage.sentences)) if place not in near]
    left.sort(key=lambda place: len(words & set(passage.sentences[place].lower().split())))
    left = left[: (len(left) + 1) // 2]
    if not left:
        return claim_row(passage, claim, "whole")
    text = passage.sentences[chooser.choice(left)]
    return Row(claim.text, text, "written-claims", stance="neutral")


def _said_by(
    passage: Passage, row: Row, by_topic: dict[str, list[Passage]], chooser: random.Random
) -> Row:
    """Sometimes the outlet in front of the evidence, and of the claim."""
    draw = chooser.random()
    if draw > 0.2:
        return row
    in_front = chooser.choice(
        (f"{passage.outlet}: ", f"{passage.outlet}, {_spoken(passage.date)}: ")
        + ((f"{passage.outlet} reported: ", f"In the {passage.outlet}: ") if draw < 0.1 else ())
    )
    row = replace(row, second=in_front + row.second)
    if draw > 0.05:
        return row
    shape = chooser.choice(("According to the {0}, {1}", "The {0} reports that {1}"))
    outlet = passage.outlet.removeprefix("The ")
    if draw < 0.006 and row.stance == "supports":
        # What this outlet prints says nothing about what another prints.
        fitting = [one.outlet for one in by_topic[passage.topic] if one.outlet != passage.outlet]
        if fitting:
            other = chooser.choice(fitting).removeprefix("The ")
            return replace(row, first=shape.format(other, _inside(row.first)), stance="neutral")
    return replace(row, first=shape.format(outlet, _inside(row.first)))


def _questions(passages: Sequence[Passage], chooser: random.Random) -> Iterator[Row]:
    by_topic = _by_topic(passages)
    every = [(passage, question) for passage in passages for question in passage.questions]
    while True:
        chooser.shuffle(every)
        for passage, question in every:
            draw = chooser.random()
            if draw < 0.04:
                fitting = [one for one in by_topic[passage.topic] if one is not passage]
                other = chooser.choice(fitting or list(passages))
                text = evidence(other, (0,), chooser.choice(("whole", "paragraph")))
                yield Row(question.text, text, "written-questions", answered=False)
            elif draw < 0.1 and question.at and len(passage.paragraphs) > 1:
                yield _unanswered_paragraph(passage, question, chooser)
            elif question.at:
                forms = ("whole", "paragraph", "sentence-before")
                form = chooser.choices(forms, (55, 20, 25))[0]
                yield question_row(passage, question, form)
            else:
                yield _tempting(passage, question, chooser)


def _unanswered_paragraph(passage: Passage, question: Question, chooser: random.Random) -> Row:
    with_answer = {passage.paragraph_of(place) for place in question.at}
    answer = (question.answer or "").lower()
    left = [
        " ".join(paragraph)
        for number, paragraph in enumerate(passage.paragraphs)
        if number not in with_answer and answer not in " ".join(paragraph).lower()
    ]
    if not left:
        return question_row(passage, question)
    return Row(question.text, chooser.choice(left), "written-questions", answered=False)


def _tempting(passage: Passage, question: Question, chooser: random.Random) -> Row:
    """A question that the passage does not answer, with the whole of it or the part that shares
    most of its words."""
    form = chooser.choices(("whole", "paragraph", "sentence-before"), (60, 20, 20))[0]
    words = set(question.text.lower().rstrip("?").split())
    sentences = passage.sentences
    shared = [len(words & set(one.lower().split())) for one in sentences]
    place = max(range(len(sentences)), key=lambda one: shared[one])
    return Row(
        question.text, evidence(passage, (place,), form), "written-questions", answered=False
    )


def _accounts(pairs: Sequence[AccountPair], chooser: random.Random) -> Iterator[Row]:
    every = list(pairs)
    while True:
        chooser.shuffle(every)
        for pair in every:
            draw = chooser.random()
            a, b, label = to_account(pair.a), to_account(pair.b), pair.label
            if draw < 0.04 and len(every) > 1:
                another = chooser.choice([one for one in every if one is not pair])
                b, label = to_account(another.a), "other"
            elif draw < 0.14:
                a, b = replace(a, outlet=""), replace(b, outlet="")
            elif draw < 0.2:
                a, b = Account(a.text), Account(b.text)
            if chooser.random() < 0.5:
                a, b = b, a
            texts = side_by_side(pair.question, a, b)
            yield Row(*texts, "written-accounts", accounts=label)


def _public(pairs: Sequence[Pair], chooser: random.Random) -> Iterator[Row]:
    every = list(pairs)
    while True:
        chooser.shuffle(every)
        for pair in every:
            yield Row(pair.claim, pair.evidence, pair.source, stance=pair.label)


def _by_topic(passages: Sequence[Passage]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for passage in passages:
        found.setdefault(passage.topic, []).append(passage)
    return found


def _spoken(day: str) -> str:
    parsed = date.fromisoformat(day)
    return f"{parsed.day} {parsed:%B %Y}"


def _inside(claim: str) -> str:
    """A sentence in the form it has inside another one."""
    word = claim.split(" ", 1)[0]
    return claim[:1].lower() + claim[1:] if word in _CASED else claim
