"""What the models cannot read is found and shown, and never answered, judged or written about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import document, run
from langchain_core.messages import BaseMessage
from project import ROOT
from written_store import model

from assistant.english.english_only import can_be_judged, is_english
from assistant.events import only_reply
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from assistant.verdicts.types import Wish
from index.errors import ClaimError
from index.search.embedding import FakeEmbedder
from index.store import Store
from onrecord import Answer, Assistant, Label
from ui.cards.quotes import ReplyPosition
from ui.cards.reply_card import reply_card

HERE = ROOT / "tests"
LINES = (HERE / "foreign_questions.tsv").read_text(encoding="utf-8").splitlines()
FOREIGN = [(language, text) for language, _, text in (line.partition("\t") for line in LINES)]
"""Questions by their languages. Nothing was chosen on them."""
LATIN = frozenset("de fr es it pt pl tr nl sv cs ro hu fi id vi sr mixed".split())

ENGLISH = """Who is Šimon Peres?|Zelenskyy Kharkiv drones?|Lula Petrobras scandal|Šimon Peres
Erdoğan İmamoğlu arrest|What is Bürgergeld?|What did Der Spiegel report?|Who leads Vlaams Belang?
Did La Repubblica deny it?|Who owns Petróleos de Velmora?|Ursula von der Leyen Mercosur|Kim Jong Un
How many seats did Die Linke win?|kyiv drones|Why did Dewi Simanjuntak get detained?
When did Íngrid Sepúlveda resign?|Who came second?|WHEN DID THE BRIDGE CLOSE?|5 km²?
São Paulo floods|β variant deaths|What does coup d'état mean?|The mayor of Orsk|And Paris?|Why?
Who won?|Al Jazeera Gaza"""

BRIDGE_RU = """Мост через реку Вельму закрыт

Вчера в городе Орск закрыли мост через реку Вельму. Инженеры нашли трещину в опоре.

Погода в Орске была холодной, сказал мэр города. Движение откроют весной.
"""
CAPITAL_AR = """عاصمة فيلمورا

مدينة أورسك هي عاصمة فيلمورا منذ عام ألف وتسعمئة. يعيش فيها مليون نسمة، كما قال العمدة.

أغلق الجسر القديم أمس بعد العثور على شق في أحد أعمدته.
"""
BRUECKE_DE = """Title: Brücke in Orsk gesperrt
Outlet: Orsker Bote

Die Brücke in Orsk wurde am Montag gesperrt, weil ein Träger gerissen war. Niemand wurde verletzt.
"""
BRIDGE_EN = """Title: Bridge of Tarn closed
Outlet: Tarn Gazette

The bridge of Tarn was closed on Monday because a beam had cracked.

Nobody was hurt, the engineer said. "Die Brücke in Tarn wurde am Dienstag gesperrt", he wrote.
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    articles = {"ru": BRIDGE_RU, "ar": CAPITAL_AR, "de": BRUECKE_DE, "en": BRIDGE_EN}
    for name, text in articles.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    with Store.open(tmp_path / "store", FakeEmbedder()) as opened:
        assert not opened.add([tmp_path / f"{name}.txt" for name in articles]).failed
        yield opened


@pytest.fixture
def desk(store: Store) -> Assistant:
    return Assistant(store, OverlapReranker(), WordStance())


def missed(questions: list[tuple[str, str]]) -> list[str]:
    return [text for _, text in questions if is_english(text)]


def test_the_questions_are_many_and_in_many_languages() -> None:
    assert len({text for _, text in FOREIGN}) >= 150
    assert len({language for language, _ in FOREIGN}) >= 30


def test_no_question_in_other_letters_is_missed() -> None:
    assert missed([one for one in FOREIGN if one[0] not in LATIN]) == []


@pytest.mark.parametrize(
    "question", ["What was the погода on the opening day?", "Who is ο δήμαρχος?"]
)
def test_a_word_in_other_letters_may_be_what_a_question_is_about(question: str) -> None:
    assert not is_english(question)


@pytest.mark.parametrize(
    "question",
    ["What did the mayor say of Ивo Ламм on Monday in Orsk?", "Is β-carotene or 2 μm meant?"],
)
def test_a_name_or_a_sign_in_other_letters_is_not(question: str) -> None:
    assert is_english(question)


def test_hardly_a_question_in_latin_letters_is_missed() -> None:
    latin = [one for one in FOREIGN if one[0] in LATIN]
    assert len(missed(latin)) <= 0.05 * len(latin), missed(latin)


@pytest.mark.parametrize("question", ENGLISH.replace("\n", "|").split("|"))
def test_english_with_foreign_names_is_english(question: str) -> None:
    assert is_english(question)


@pytest.mark.parametrize(
    "question",
    [
        "Какая погода в Орске?",
        "ما هي عاصمة فيلمورا؟",
        "Wann wurde die Brücke in Orsk gesperrt?",
        "What did the mayor say about погода в Орске?",
    ],
)
def test_a_question_that_the_models_cannot_read_is_not_answered(
    desk: Assistant, question: str
) -> None:
    answer = desk.ask(question)
    assert (answer.abstained, answer.sentences, answer.citations) == (True, (), ())
    assert answer.not_judged is not None
    assert "English" in answer.not_judged
    assert answer.text == f"Not assessed. {answer.not_judged}"
    assert answer.nearest
    assert answer.model_dump(mode="json")["not_judged"] == answer.not_judged


def test_what_is_nearest_shares_words_with_the_question(desk: Assistant) -> None:
    assert "Погода" in desk.ask("Какая погода в Орске?").nearest[0].quote
    assert "عاصمة" in desk.ask("ما هي عاصمة فيلمورا؟").nearest[0].quote
    assert "gesperrt" in desk.ask("Wann wurde die Brücke in Orsk gesperrt?").nearest[0].quote


def test_passages_that_the_models_cannot_read_answer_nothing(desk: Assistant) -> None:
    answer = desk.ask("Brücke Orsk Montag Träger?")
    assert answer.abstained
    answer = desk.ask("When was the bridge closed?")
    assert not answer.abstained
    assert {one.article.language for one in answer.citations} == {"en"}
    assert not any("Brücke" in one.quote for one in answer.citations)
    assert not answer.disagreement


def test_an_english_question_over_foreign_passages_alone(tmp_path: Path) -> None:
    (tmp_path / "de.txt").write_text(BRUECKE_DE, encoding="utf-8")
    with Store.open(tmp_path / "store", FakeEmbedder()) as store:
        store.add([tmp_path / "de.txt"])
        desk = Assistant(store, OverlapReranker(), WordStance())
        answer = desk.ask("Who closed the Brücke in Orsk?")
        assert answer.abstained
        assert answer.not_judged is not None
        assert "closest passages aren't" in answer.not_judged
        verdict = desk.check("The Brücke in Orsk was gesperrt am Montag on Monday.")
        assert verdict.label is Label.NOT_ENOUGH
        assert any("only text in English" in notice for notice in verdict.notices)
        assert any("isn't in English" in note for one in verdict.evidence for note in one.notes)


def test_an_abstention_over_english_passages_is_one(desk: Assistant) -> None:
    answer = desk.ask("Which beam had the engineer of Tarn painted?")
    assert answer.not_judged is None or not answer.abstained


@pytest.mark.parametrize("claim", ["Мост в Орске закрыт.", "Die Brücke in Orsk wurde gesperrt."])
@pytest.mark.parametrize("wish", list(Wish))
def test_a_claim_that_the_models_cannot_read_is_not_judged(
    desk: Assistant, claim: str, wish: Wish
) -> None:
    answer = only_reply(desk.reply(claim, wish=wish))
    assert isinstance(answer, Answer)
    assert answer.not_judged
    with pytest.raises(ClaimError, match="English"):
        desk.check(claim)


def test_of_several_claims_those_in_english_are_checked(desk: Assistant) -> None:
    long = "The bridge of Tarn was closed on Monday because a beam had cracked there."
    (verdict,) = desk.check_all(f"{long} {long[:-1]} then. Никто не умер.")[:1]
    assert verdict.label is not Label.REFUTED
    assert any("Никто не умер" in notice for notice in verdict.notices)


def test_a_language_model_is_not_asked_and_is_not_shown_what_cannot_be_checked(
    store: Store,
) -> None:
    seen: list[str] = []

    def write(messages: list[BaseMessage]) -> str:
        seen.append(messages[-1].text)
        return "[{0}] The bridge of Tarn was closed on Monday."

    writer = model(write, write)
    desk = Assistant(store, OverlapReranker(), WordStance(), writer)
    assert desk.ask("Wann wurde die Brücke in Orsk gesperrt?").not_judged
    assert seen == []
    desk.ask("When was the bridge of Tarn closed?")
    assert seen
    assert "bridge of Tarn was closed" in seen[0]
    assert not any(word in "".join(seen) for word in ("Träger", "Мост", "عاصمة"))


def test_a_sentence_in_another_language_does_not_count_in_an_english_article(
    desk: Assistant,
) -> None:
    english = next(one for one in desk.articles() if one.outlet == "Tarn Gazette")
    assert english.language == "en"
    assert can_be_judged("Nobody was hurt, the engineer said.", english)
    assert not can_be_judged("Die Brücke in Tarn wurde am Dienstag gesperrt.", english)
    german = next(one for one in desk.articles() if one.outlet == "Orsker Bote")
    assert can_be_judged("Nobody was hurt, the engineer said.", german)
    assert not can_be_judged("Orsk", german)


def test_search_still_finds_everything(desk: Assistant) -> None:
    for query, language in (("мост Вельму", "ru"), ("عاصمة فيلمورا", "ar"), ("Träger", "de")):
        assert desk.search(query)[0].article.language == language


def test_the_page_says_why(desk: Assistant) -> None:
    card = reply_card(desk.ask("Какая погода в Орске?"), ReplyPosition(0, 0))
    assert "Not assessed." in card
    assert "Closest passages (not assessed)" in card
    assert "do not answer" not in card


def test_the_terminal_says_why(store: Store, tmp_path: Path) -> None:
    with Assistant.open(tmp_path / "real") as desk:
        desk.add([tmp_path / "ru.txt"])
    for command in ("ask", "check"):
        result = run(command, "Какая погода в Орске?", "--store", str(tmp_path / "real"))
        assert result.exit_code == 0
        assert "Not assessed." in result.stdout
        assert "Closest passages (not assessed):" in result.stdout
        told = document(run(command, "Мост закрыт?", "--store", str(tmp_path / "real"), "--json"))
        assert (told["kind"], told["abstained"]) == ("answer", True)
        assert told["not_judged"]
