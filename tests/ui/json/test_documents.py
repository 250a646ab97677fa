"""Web pages, PDF and Word documents become articles."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import docx
import pytest
from documents import BRIDGE, FILES, HOUSES, PAGES, RIVER, page, pdf, read_file, word

from index.errors import OnrecordError
from index.parsing.parser import Parser
from index.types import Article, Role

Read = Callable[[str, bytes | str], Article]


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as opened:
        yield opened


@pytest.fixture
def article(parser: Parser, tmp_path: Path) -> Read:
    """article("name", data): the one article in a file of that name and those bytes."""

    def read(name: str, data: bytes | str) -> Article:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        articles, failures = read_file(path, parser)
        assert failures == []
        (found,) = articles
        return found

    return read


def _roles(article: Article) -> list[tuple[Role, str]]:
    return [(paragraph.role, paragraph.text) for paragraph in article.paragraphs]


JSON_LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebPage", "name": "Other"},
        {
            "@type": "NewsArticle",
            "headline": "Storm closes &amp; breaks bridge",
            "author": [{"@type": "Person", "name": "Jane Roe"}, {"name": "John Doe"}],
            "publisher": {"name": "Velmora Courier"},
            "datePublished": "2031-03-03T08:15:00.000+01:00",
            "mainEntityOfPage": {"@id": "https://velmora.example/1"},
            "inLanguage": "en-GB",
        },
    ],
}


def test_a_page_without_menu_and_footer_its_paragraphs_to_the_character(article: Read) -> None:
    found = article("storm.html", page())
    texts = [(role, text) for role, text in _roles(found) if role is not Role.TITLE]
    assert texts == [
        (Role.BODY, BRIDGE),
        (Role.HEADING, "What is known"),
        (Role.BODY, HOUSES),
        (Role.BODY, RIVER),
    ]
    assert (found.title, found.outlet, found.published) == ("Storm closes bridge", None, None)
    assert found.language == "en"


def test_a_page_in_another_language_than_it_says(article: Read) -> None:
    german = "Die Brücke über den Orm wurde am Montag gesperrt, sagte die Bürgermeisterin. " * 5
    assert article("sturm.html", page(f"<h1>Sturm</h1><p>{german}</p>")).language == "de"
    english = page().replace("lang='en'", "lang='fr'")
    assert article("storm.html", english).language == "en"
    short = page(f"<h1>Sturm</h1><p>{german[:160]}</p>")
    assert article("kurz.html", short).language == "en"  # too little to know better
    danish = "Broen over floden blev lukket i mandags efter en storm, sagde borgmesteren. " * 5
    related = page(f"<h1>Storm</h1><p>{danish}</p>").replace("lang='en'", "lang='no'")
    assert article("storm.xhtml", related).language == "no"


def test_what_a_page_tells_machines_wins(article: Read) -> None:
    head = f"<script type='application/ld+json'>{json.dumps(JSON_LD)}</script>"
    head += "<meta property='og:title' content='Another title'>"
    found = article("storm.html", page(head=head))
    assert found.title == "Storm closes & breaks bridge"
    assert found.authors == ("Jane Roe", "John Doe")
    assert found.outlet == "Velmora Courier"
    assert found.published == "2031-03-03T08:15:00+01:00"
    assert found.url == "https://velmora.example/1"


def test_open_graph_and_meta_elements(article: Read) -> None:
    head = (
        "<meta property='og:title' content='Storm &amp; bridge'>"
        "<meta property='og:site_name' content='Velmora Courier'>"
        "<meta property='article:published_time' content='2031-03-03T00:00:00Z'>"
        "<meta name='author' content='Jane Roe'><script type='application/ld+json'>{broken</script>"
        "<link rel='canonical' href='https://velmora.example/2'>"
    )
    found = article("storm.htm", page(head=head))
    assert (found.title, found.outlet) == ("Storm & bridge", "Velmora Courier")
    assert (found.published, found.authors) == ("2031-03-03", ("Jane Roe",))
    assert found.url == "https://velmora.example/2"


def test_what_a_browser_does_not_show_is_no_text(article: Read) -> None:
    hidden = "Nobody may read that the sluice of Ostrand was sold to the highest bidder in May."
    body = f"<h1>Storm</h1><p>{BRIDGE}</p>" + "".join(
        element.format(hidden)
        for element in (
            "<script>{}</script>",
            "<style>{}</style>",
            "<p hidden>{}</p>",
            "<div style='color:red; DISPLAY : none'><p>{}</p></div>",
            "<p style='visibility:hidden'>{}</p>",
            "<template><p>{}</p></template>",
            "<!-- {} -->",
        )
    )
    found = article("storm.xhtml", page(f"{body}<p>{HOUSES}</p><p>{RIVER}</p>"))
    assert "sluice" not in " ".join(text for _, text in _roles(found))
    assert RIVER in [text for _, text in _roles(found)]


def test_a_page_in_the_encoding_that_it_declares(article: Read) -> None:
    text = "Мэр сообщил, что мост через реку Орм закрыт в понедельник после шторма. " * 4
    data = page(f"<h1>Мост закрыт</h1><p>{text}</p>").replace("utf-8", "windows-1251")
    found = article("storm.html", data.encode("cp1251"))
    assert text.strip() in [each for _, each in _roles(found)]


def test_a_text_that_begins_like_front_matter_or_a_heading_stays_as_it_is(article: Read) -> None:
    first = "#storm and #bridge were the words of the day in Velmora, where two piers broke."
    found = article(
        "storm.html", page(f"<h1>Storm</h1><p>{first}</p><p>{BRIDGE}</p><p>{RIVER}</p>")
    )
    assert first in [text for _, text in _roles(found)]


def test_a_pdf_has_its_paragraphs_again(article: Read) -> None:
    found = article("storm.pdf", FILES["storm.pdf"])
    assert _roles(found) == [
        (Role.TITLE, "Storm closes bridge"),
        (
            Role.BODY,
            "The bridge over the river Orm was closed on Monday after a storm had broken two of its"
            " piers, the mayor of Velmora told a well-known paper.",
        ),
        (
            Role.BODY,
            "More than forty houses lost their roofs, and nobody was hurt, according to the fire "
            "brigade, which counted them on Monday and will go on with the count on Tuesday. That "
            "was decided by the mayor, who is a man of the well-known family of shipbuilders.",
        ),
        (Role.BOILERPLATE, "Velmora Courier - page 1"),
        (Role.HEADING, "What is known"),
        (Role.BODY, "The river rose by two metres in one night, and it fell again."),
        (Role.BOILERPLATE, "Velmora Courier - page 2"),
    ]
    assert (found.title, found.authors, found.published) == (
        "Storm closes bridge",
        ("Jane Roe",),
        None,
    )


@pytest.mark.parametrize(
    ("dates", "updated"),
    [
        ("/ModDate (D:20310503101500+02'00')", "2031-05-03T10:15+02:00"),
        ("/CreationDate (D:20310501) /ModDate (D:20310503)", "2031-05-03"),
        ("/ModDate (20310503101500Z)", "2031-05-03T10:15Z"),
        ("/CreationDate (D:20310503) /ModDate (D:20310503)", None),
        ("/CreationDate (D:20310503)", None),
        ("/ModDate (yesterday)", None),
        ("/ModDate (D:20310231)", None),
    ],
)
def test_a_pdf_may_tell_when_it_was_changed(article: Read, dates: str, updated: str | None) -> None:
    data = pdf().replace(b"/Author (Jane Roe)", f"/Author (Jane Roe) {dates}".encode())
    found = article("storm.pdf", data)
    assert (found.published, found.updated) == (None, updated)


def test_the_title_of_a_pdf_is_its_largest_line_where_its_own_is_a_file_name(article: Read) -> None:
    assert article("x.pdf", pdf(PAGES, "Microsoft Word - x.docx")).title == "Storm closes bridge"


def test_a_word_document(article: Read) -> None:
    found = article("storm.docx", FILES["storm.docx"])
    assert _roles(found) == [
        (Role.TITLE, "Storm closes bridge"),
        (Role.BODY, BRIDGE),
        (Role.HEADING, "What is known"),
        (Role.BODY, HOUSES),
    ]
    assert (found.authors, found.published) == (("Jane Roe",), None)


def test_a_word_document_may_tell_when_it_was_changed(article: Read) -> None:
    document = docx.Document(io.BytesIO(FILES["storm.docx"]))
    document.core_properties.modified = datetime(2031, 5, 3, 10, 15)
    stream = io.BytesIO()
    document.save(stream)
    found = article("storm.docx", stream.getvalue())
    assert (found.published, found.updated) == (None, "2031-05-03T10:15+00:00")
    assert article("other.docx", FILES["storm.docx"]).updated is None  # the template's date


def test_a_word_document_without_properties_takes_the_title_of_its_text(article: Read) -> None:
    paragraphs = (("Heading 1", "Bridge opens"), ("Normal", BRIDGE), ("Normal", ""))
    assert article("x.docx", word(*paragraphs, title="")).title == "Bridge opens"


@pytest.mark.parametrize(
    "notice",
    [
        "Machine translated",
        "This article was machine translated from Corish.",
        "Translated automatically.",
        "(Automatic translation from Corish)",
        "Note: this text has been translated by AI and may contain errors.",
        "This is a machine translation of the original.",
    ],
)
def test_a_notice_of_machine_translation_is_seen(notice: str, article: Read) -> None:
    assert article("storm.txt", f"Storm closes bridge\n\n{BRIDGE}\n\n{notice}").machine_translated


@pytest.mark.parametrize(
    "sentence",
    [
        "The army has machine translated ten thousand letters.",
        "The book was translated by Jane Roe.",
        "The firm sells machine translation to hospitals.",
        "Machine translation is a growing market.",
    ],
)
def test_an_article_about_translation_is_not_translated(sentence: str, article: Read) -> None:
    assert not article(
        "storm.txt", f"Storm closes bridge\n\n{BRIDGE} {sentence}"
    ).machine_translated
    assert not article("b.txt", f"Storm closes bridge\n\n{BRIDGE}\n\n{sentence}").machine_translated


def test_a_notice_beside_the_article_of_a_page_is_seen(article: Read) -> None:
    data = page().replace("<footer>", "<footer><p>This page is <b>machine translated</b>.</p>")
    assert article("storm.html", data).machine_translated
    assert not article("other.html", page()).machine_translated


def test_errors_are_in_the_tree(parser: Parser, tmp_path: Path) -> None:
    for name, cause in (("a.pdf", "isn't a PDF"), ("a.docx", "isn't a Word"), ("a.html", "binary")):
        path = tmp_path / name
        path.write_bytes(bytes(range(1, 9)) * 400)
        (failure,) = read_file(path, parser)[1]
        assert isinstance(failure.error, OnrecordError)
        assert cause in failure.error.happened
