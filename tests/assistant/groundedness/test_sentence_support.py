"""What a written sentence adds to its paragraphs is seen part by part, and whose word it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.english.names import abbreviates
from assistant.groundedness.check import CheckedSentence, Outcome, confirm
from assistant.groundedness.cited_sentence import CitedSentence, split
from assistant.groundedness.sentence_support import (
    backing,
    firmer,
    parts,
)
from assistant.groundedness.unsupported_facts import foreign
from assistant.llm.prompt_context import PromptParagraph
from assistant.nli.packaged import PackagedStance
from assistant.nli.scoring import Leaning
from assistant.testing.word_stance import WordStance
from assistant.thresholds import PART_SUPPORTED, SUPPORTED
from index.search.embedding import FakeEmbedder
from index.store import Store

ARTICLE = """Title: Dam of Velm
Outlet: Courier
Date: 2026-05-04

The dam of Velm was closed in March. Engineers found two cracks in its wall.

Brand manager Ida Holm said the dam would open again in June. The Velm Water Board needs time.

The cracks were measured by the Dam and River Office, the mayor Otto Krane said.

The dam is 1.7 metres high, holds 31,400 fish, and was mended twice. It will open on 7 December.
"""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[PromptParagraph, ...]:
    folder = tmp_path_factory.mktemp("dam")
    (folder / "dam.txt").write_text(ARTICLE, encoding="utf-8")
    with Store.open(folder / "store", FakeEmbedder()) as store:
        store.add([folder / "dam.txt"])
        (article,) = store.articles()
    return tuple(PromptParagraph(str(one.number), article, one) for one in article.paragraphs)


def text_of(sources: tuple[PromptParagraph, ...]) -> str:
    return next(one.paragraph.text for one in sources if "two cracks" in one.paragraph.text)


def cited(text: str, source: str) -> CitedSentence:
    """A sentence that rests on one text."""
    return CitedSentence(text, None, (), (source,), (tuple(split(source)),), source)


def checked(
    text: str, sources: tuple[PromptParagraph, ...], before: str | None = None
) -> CheckedSentence:
    return confirm(CitedSentence.of(text, sources), WordStance(), before)


def test_a_sentence_is_cut_at_its_joints() -> None:
    text = "The dam was closed in March, and engineers found two cracks, long and deep."
    assert parts(text) == ["The dam was closed in March", "engineers found two cracks"]
    assert parts("The dam was closed.") == ["The dam was closed"]


def test_two_sentences_that_follow_each_other_may_say_it_together(
    sources: tuple[PromptParagraph, ...],
) -> None:
    claim = "The dam of Velm was closed in March, engineers found cracks in its wall"
    nothing = Leaning(0.0, 0.0)
    said = text_of(sources)
    whole = backing(cited(claim, said), claim, nothing, WordStance())
    assert whole.supports >= SUPPORTED
    assert whole.weak is None
    first = said.split(". ")[0]
    alone = backing(cited(claim, first), claim, nothing, WordStance())
    assert alone.supports < SUPPORTED


def test_the_part_that_is_not_said_is_told() -> None:
    text = "The dam of Velm was closed in March because a truck had hit the northern gate"
    source = "The dam of Velm was closed in March. A truck had hit a gate, and cracks were found."

    class Whole(WordStance):
        """Takes any joined sentence for said, as small models do."""

        def weigh(self, pairs):  # type: ignore[no-untyped-def]
            rows = super().weigh(pairs)
            for place, (_, claim) in enumerate(pairs):
                if claim == text:
                    rows[place] = (0.96, 0.02, 0.02)
            return rows

    whole = backing(cited(text, source), text, Leaning(0.0, 0.0), Whole())
    assert whole.supports >= SUPPORTED
    assert whole.weak == "a truck had hit the northern gate"
    assert PART_SUPPORTED > 0


def test_an_item_that_was_added_to_a_list_is_told() -> None:
    source = "The harbour sells fish, crabs, nets and rope to anybody who comes."

    class Everything(WordStance):
        """Takes all that it reads for said."""

        def weigh(self, pairs):  # type: ignore[no-untyped-def]
            rows = super().weigh(pairs)
            rows[:] = (0.96, 0.02, 0.02)
            return rows

    def weak(text: str) -> str | None:
        return backing(cited(text, source), text, Leaning(0.0, 0.0), Everything()).weak

    assert weak("The harbour sells fish, crabs, lanterns and rope") == "lanterns"
    assert weak("The harbour sells fish, crabs, nets and rope") is None


def test_a_year_that_no_source_has_is_made_up(sources: tuple[PromptParagraph, ...]) -> None:
    found = checked("The dam was closed in March 2019.", sources)
    assert found.outcome is Outcome.STRUCK
    undated = tuple(
        PromptParagraph(one.key, replace(one.article, published=None), one.paragraph)
        for one in sources
    )
    assert checked("The dam was closed in March 2019.", undated).outcome is Outcome.STRUCK


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("The shop opened in Velm.", "The firm will be opening a shop in Velm.", True),
        ("Holm starts a tour on Monday.", "He'll start a tour soon.", True),
        ("Krane stole the money.", "Krane allegedly stole the money.", True),
        ("The shop may open in Velm.", "The firm will be opening a shop in Velm.", False),
        ("The firm plans a shop in Velm.", "The firm will be opening a shop in Velm.", False),
        ("The shop opened in Velm.", "The shop opened in Velm and will grow.", False),
        ("The shop opened in Velm.", "The shop opened in Velm.", False),
    ],
)
def test_what_is_planned_is_not_done(text: str, source: str, expected: bool) -> None:
    assert firmer(text, source) is expected


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("Ida Holm said the dam would open again in June.", Outcome.KEPT),
        ("Otto Krane said the dam would open again in June.", Outcome.MARKED),
        ("The Velm Water Board said the dam would open again in June.", Outcome.MARKED),
    ],
)
def test_a_word_is_whose_it_is(
    sources: tuple[PromptParagraph, ...], sentence: str, outcome: Outcome
) -> None:
    found = checked(sentence, sources)
    assert found.outcome is outcome, found.reason


def test_he_is_whom_the_sentence_before_names(sources: tuple[PromptParagraph, ...]) -> None:
    first = "Ida Holm said the dam would open again in June."
    second = "She said the dam would open again in June."
    assert "message doesn't say" in str(checked(second, sources).reason)
    assert checked(second, sources, first).outcome is Outcome.KEPT
    assert checked(second, sources, first.replace("Ida Holm", "Otto Krane")).outcome is not (
        Outcome.KEPT
    )


def test_initials_of_a_name_in_the_sources_are_known(sources: tuple[PromptParagraph, ...]) -> None:
    assert abbreviates("DRO", "the Dam and River Office said")
    assert not abbreviates("DRA", "the Dam and River Office said")
    assert not abbreviates("Dro", "the Dam and River Office said")
    found = checked("The cracks were measured by the DRO.", sources)
    assert "is not in its sources" not in str(found.reason)
    made_up = checked("The cracks were measured by the DXA.", sources)
    assert made_up.reason == "“DXA” is not in its sources."


@pytest.mark.parametrize(
    ("sentence", "made_up"),
    [
        ("The dam holds more than 31,000 fish.", []),
        ("The dam holds more than 25,200 fish.", []),
        ("The dam holds nearly 32,000 fish.", []),
        ("The dam holds up to 35,000 fish.", []),
        ("The dam holds more than 32,000 fish.", ["more than 32,000"]),
        ("The dam holds over 20,000 fish.", ["over 20,000"]),
        ("The dam holds up to 31,000 fish.", ["up to 31,000"]),
        ("The dam holds about 40,000 fish.", ["about 40,000"]),
        ("The dam is 170 centimetres high.", []),
        ("The dam is 180 centimetres high.", ["180 centimetres"]),
        ("The dam was mended two times.", []),
        ("The dam was mended three times.", ["three"]),
        ("The dam opens on 7 December 2026.", []),
        ("The dam opens on 7 December 2025.", ["7 December 2025"]),
    ],
)
def test_a_number_may_be_rounded_or_converted(
    sources: tuple[PromptParagraph, ...], sentence: str, made_up: list[str]
) -> None:
    assert list(foreign(CitedSentence.of(sentence, sources))) == made_up


def test_the_packaged_model_reads_what_a_model_writes(sources: tuple[PromptParagraph, ...]) -> None:
    model = PackagedStance()
    kept = "Engineers discovered two cracks in the wall of the Velm dam."
    made_up = "Engineers discovered two cracks in the wall of the Velm dam and blamed the builder."
    assert confirm(CitedSentence.of(kept, sources), model).outcome is Outcome.KEPT
    assert confirm(CitedSentence.of(made_up, sources), model).outcome is not Outcome.KEPT
    model.close()
