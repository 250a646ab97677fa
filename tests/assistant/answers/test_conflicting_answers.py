"""Different answers in the same words, and what only looks like them."""

from __future__ import annotations

from dataclasses import replace

from scripted_assistant import article

from assistant.answers.answer_candidates import READ_MORE, Selected, select
from assistant.answers.conflicting_answers import different_answers
from assistant.answers.contradictions import Contradiction
from assistant.answers.extractive import quote
from assistant.answers.pairwise_nli import relate
from assistant.attribution.statements import statements
from assistant.evidence import Candidate
from assistant.retrieval.query_analysis import understand
from assistant.retrieval.sentence_selection import answering, candidates
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from assistant.types import AnswerContent, Passage
from index.types import Article, Chunk

ORSK = (
    "The old mill of Orsk was built in 1874. It stands on the bank of the Tarn, where the brothers "
    "Vane had burned lime, and ground rye for Lindmoor and Corish."
)
SELL = (
    "The old mill of Orsk was built in 1688. Count Sell had it moved to Upper Quell, and the monks "
    "of Saint Ode pressed oil in it for Brannick."
)
WHEN = "When was the old mill of Orsk built?"


def _found(*texts: str) -> list[Candidate]:
    sources = [article(f"Account {n}", text, outlet=f"Outlet {n}") for n, text in enumerate(texts)]
    return [Candidate(one, each, 0.9, fits=True) for each in sources for one in statements(each)]


def _apart(question: str, *texts: str) -> Contradiction | None:
    return different_answers(understand(question), _found(*texts))


def _sides(found: Contradiction | None) -> list[list[str | None]]:
    assert found is not None
    return [[one.article.outlet for one in side] for side in found.sides]


def _passage(source: Article) -> Passage:
    text = source.paragraphs[1].text
    chunk = Chunk(source.id, source.id, 1, 2, 2, 0, len(text), "", text)
    return Passage(chunk, source, 0.9, 1, 1)


def _answer(question: str, *texts: str) -> AnswerContent:
    asked, found = understand(question), _found(*texts)
    selected = Selected(asked, tuple(found), tuple(answering(asked, found)))
    return quote(asked, relate(selected, WordStance()))


def test_another_date_in_the_same_text_is_told() -> None:
    found = _apart(WHEN, ORSK, ORSK.replace("1874", "1921"))
    assert found is not None
    assert found.reason == "They give different dates."
    assert _sides(found) == [["Outlet 0"], ["Outlet 1"]]


def test_articles_that_the_catalog_knows_for_one_text_are_told_as_such() -> None:
    found = _found(ORSK, ORSK.replace("1874", "1921"))
    ids = frozenset(one.article.id for one in found)
    found = [replace(one, same_text=ids) for one in found]
    told = different_answers(understand(WHEN), found)
    assert told is not None
    assert told.reason == "They print the same text with different dates."


def test_another_bearer_of_the_name_is_no_contradiction() -> None:
    assert _apart(WHEN, ORSK, SELL) is None


def test_a_long_sentence_shows_by_itself_that_it_is_about_the_same() -> None:
    told = "Built in {} of red brick, the mill of Orsk has a tall wheel and six stones for rye. {}"
    one = told.format(1874, "Lindmoor, Corish, Tarn, Quell and Brannick sent their grain.")
    other = told.format(1921, "Vane, Lamm, Sarrow, Fenn and Pell had shares.")
    assert _apart(WHEN, one, other) is not None


def test_a_third_answer_is_a_third_side_and_who_repeats_one_joins_it() -> None:
    texts = [ORSK, ORSK.replace("1874", "1921"), ORSK.replace("1874", "1931")]
    assert len(_sides(_apart(WHEN, *texts))) == 3
    again = ORSK.replace("1874", "1921").replace("The old mill", "That old mill")
    assert _sides(_apart(WHEN, *texts[:2], again)) == [["Outlet 0"], ["Outlet 1", "Outlet 2"]]


def test_only_what_is_asked_for_counts() -> None:
    assert _apart("Who built the old mill of Orsk?", ORSK, ORSK.replace("1874", "1921")) is None
    other = ORSK.replace("on the bank of the Tarn", "on the bank of the Quell")
    where = "Where does the old mill of Orsk stand?"
    found = _apart(where, ORSK, other)
    assert found is not None
    assert found.reason == "They give different places."
    assert _apart("Does the old mill of Orsk stand?", ORSK, other) is None


def test_what_was_retracted_is_no_side() -> None:
    found = _found(ORSK, ORSK.replace("1874", "1921"))
    gone = replace(found[0].article, retracted="retracted on 3 March 2031")
    found = [replace(found[0], article=gone), *found[2:]]
    assert different_answers(understand(WHEN), found) is None


def test_a_copy_with_another_thing_is_no_carrier() -> None:
    told = "The Salt Road is a 1992 {} by the Orsk writer Hanna Vos, who lived in Tarn and Quell."
    sources = [
        article(what, told.format(what), outlet=f"The {what}") for what in ("novel", "ballad")
    ]
    question = understand("What is the medium of The Salt Road?")
    found = candidates(question, [_passage(one) for one in sources], OverlapReranker())
    assert [one.carriers for one in found] == [(), ()]
    assert [one.article.outlet for one in found] == ["The novel", "The ballad"]


def test_a_sentence_that_was_not_read_is_read_where_it_answers_differently() -> None:
    question = understand(WHEN)
    sources = [
        article(f"Account {year}", ORSK.replace("1874", str(year)), outlet=f"Outlet {year}")
        for year in range(1874, 1881)
    ]
    passages = [_passage(source) for source in sources]
    first = candidates(question, passages, OverlapReranker(), most=1)
    assert [one.article.outlet for one in first] == ["Outlet 1874"]
    found = select(question, passages, OverlapReranker(), most=1).candidates
    assert len(found) == 1 + READ_MORE
    assert different_answers(question, found) is not None
    alone = select(question, passages[:1], OverlapReranker(), most=1).candidates
    assert list(alone) == first


def test_the_reply_tells_both_answers_first_and_not_which_is_right() -> None:
    more = [f"The old mill of Orsk was painted by the guild number {n}." for n in range(6)]
    answer = _answer(WHEN, " ".join(more), ORSK, ORSK.replace("1874", "1921"))
    assert answer.text.splitlines()[0] == "The articles disagree. They give different dates."
    assert [sentence.side for sentence in answer.sentences] == [1, 2, None, None, None]
    assert [one.sides for one in answer.disagreements] == [("Outlet 1", "Outlet 2")]


def test_a_date_comes_first_where_one_is_asked_for() -> None:
    undated = "The old mill of Orsk stands on a bank. The old mill of Orsk has a wheel."
    answer = _answer(WHEN, undated, "The old mill of Orsk was built in 1874.")
    assert answer.sentences[0].text.endswith("1874.")
    answer = _answer("Who built the old mill of Orsk?", undated, "It was built in 1874.")
    assert answer.sentences[0].text.endswith("bank.")
