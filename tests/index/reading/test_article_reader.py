"""From a document to an article: title, who, when, and the role of each paragraph."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SettingError, SourceEmpty
from index.reading.article_reader import read
from index.reading.contents import Document
from index.reading.header_fields import Metadata
from index.types import NO_OVERRIDES, Article, Overrides, Role, Source

BRIDGE = (
    "The bridge over the river Orm was closed on Monday after a storm had broken two of its piers, "
    "the mayor of Velmora told reporters."
)
HOUSES = (
    "More than forty houses lost their roofs, and nobody was hurt, according to the fire brigade, "
    "which counted them on November 24."
)


def _document(text: str) -> Document:
    return Document(Source("file", "/articles/storm.txt"), text, "utf-8")


def _read(text: str, overrides: Overrides = NO_OVERRIDES) -> Article:
    return read(_document(text), overrides)


def _roles(article: Article) -> list[tuple[str, str]]:
    return [(paragraph.role.value, paragraph.text) for paragraph in article.paragraphs]


def _of(article: Article, role: Role) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs if paragraph.role is role]


def test_a_page_as_it_was_copied() -> None:
    article = _read(
        "ua en ru\nHome | World | Sport\n\nStorm closes bridge\n\n"
        "Storm closes bridge A crane at work (Photo: Velmora media)\nAuthor: Jane Roe\n"
        f"3 March 2031, 08:00\n5 min read\n\n{BRIDGE}\n\nWhat is known\n\n{HOUSES}\n\n"
        "Read also: Mill burns in Ostrand\n\nEditor's note: the number of houses was corrected.\n\n"
        "Related articles\n\nMill burns in Ostrand again\n\nMayor of Ostrand will not resign\n\n"
        "© 2031 Velmora Courier"
    )
    assert _roles(article) == [
        ("boilerplate", "ua en ru"),
        ("boilerplate", "Home | World | Sport"),
        ("title", "Storm closes bridge"),
        ("title", "Storm closes bridge"),
        ("caption", "A crane at work (Photo: Velmora media)"),
        ("byline", "Author: Jane Roe"),
        ("byline", "3 March 2031, 08:00"),
        ("boilerplate", "5 min read"),
        ("body", BRIDGE),
        ("heading", "What is known"),
        ("body", HOUSES),
        ("boilerplate", "Read also: Mill burns in Ostrand"),
        ("body", "Editor's note: the number of houses was corrected."),
        ("boilerplate", "Related articles"),
        ("boilerplate", "Mill burns in Ostrand again"),
        ("boilerplate", "Mayor of Ostrand will not resign"),
        ("boilerplate", "© 2031 Velmora Courier"),
    ]
    assert [paragraph.number for paragraph in article.paragraphs] == list(range(1, 18))
    assert article.title == "Storm closes bridge"
    assert article.authors == ("Jane Roe",)
    assert article.published == "2031-03-03T08:00"
    assert article.outlet is None
    assert article.language == "en"


def test_front_matter_and_markdown() -> None:
    article = _read(
        "---\ntitle: Storm closes bridge\nauthors: [Jane Roe, {name: John Doe}]\n"
        "outlet: Velmora Courier\ndate: 2031-03\nurl: https://velmora.example/1\nlang: en\n---\n"
        f"# Storm closes bridge\n\n{BRIDGE}\n\n## What is known\n\n{HOUSES}\n"
    )
    assert article.title == "Storm closes bridge"
    assert article.authors == ("Jane Roe", "John Doe")
    assert article.outlet == "Velmora Courier"
    assert article.published == "2031-03"
    assert article.url == "https://velmora.example/1"
    assert [role for role, _ in _roles(article)] == [
        "boilerplate",
        "title",
        "body",
        "heading",
        "body",
    ]
    assert _of(article, Role.HEADING) == ["What is known"]


def test_header_lines() -> None:
    article = _read(
        "Title: Storm closes bridge\nBy Jane Roe and John Doe\nSource: Velmora Courier\n"
        f"Date: Monday, March 3, 2031\nURL: https://velmora.example/1\n\n{BRIDGE}\n\n"
        "Source: the fire brigade of Velmora, which keeps the count of all the houses in the town."
    )
    assert article.title == "Storm closes bridge"
    assert article.authors == ("Jane Roe", "John Doe")
    assert article.outlet == "Velmora Courier"
    assert article.published == "2031-03-03"
    assert article.url == "https://velmora.example/1"
    assert len(_of(article, Role.BODY)) == 2


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(
            f"Storm: a history of Velmora\n{BRIDGE}", "Storm: a history of Velmora", id="colon"
        ),
        pytest.param(
            f"---\ntitle: Storm: a history\n---\n{BRIDGE}", "Storm: a history", id="no YAML"
        ),
        pytest.param(f"---\n{'[' * 9_000}\n---\n{BRIDGE}", "storm", id="YAML too deep"),
        pytest.param(f"---\n- a\n- b\n---\n{BRIDGE}", "storm", id="YAML without fields"),
        pytest.param(f"---\ntitle: [1, 2]\n---\n{BRIDGE}", "storm", id="a title that is none"),
        pytest.param(f"Storm in the U.S.\n\n{BRIDGE}", "Storm in the U.S.", id="abbreviation"),
        pytest.param(
            f"1 March 2031\n\n{BRIDGE}\n\n2 March 2031\n\n{HOUSES}", "storm", id="chronicle"
        ),
        pytest.param(f"{BRIDGE}\n\n{HOUSES}", "storm", id="body only: the name of the file"),
        pytest.param(
            f"Storm closes bridge\n=====\n{BRIDGE}", "Storm closes bridge", id="underlined"
        ),
        pytest.param(
            f"SPORT\n\nStorm stops race\n\n{BRIDGE}", "Storm stops race", id="section above"
        ),
        pytest.param(
            f"Storm stops race – Mayor\n\n{BRIDGE}", "Storm stops race – Mayor", id="speaker"
        ),
    ],
)
def test_the_title_is(text: str, title: str) -> None:
    article = _read(text)
    assert article.title == title
    assert BRIDGE in _of(article, Role.BODY)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"Storm closes the bridge\n\nStorm closes the bridge {BRIDGE}", id="repeated below"
        ),
        pytest.param(
            f"Storm closes the bridge Storm closes the bridge {BRIDGE}", id="twice in a line"
        ),
        pytest.param(f"Storm closes the bridge    {BRIDGE}", id="a gap"),
        pytest.param(
            f"Storm closes the bridge – RT in French\n\nStorm closes the bridge {BRIDGE}",
            id="repeated without its outlet",
        ),
        pytest.param(
            f"---\ntitle: Storm closes the bridge\n---\nStorm closes the bridge {BRIDGE}",
            id="known from front matter",
        ),
    ],
)
def test_a_body_that_starts_on_the_line_of_the_title_is_parted_from_it(text: str) -> None:
    article = _read(text)
    assert article.title == "Storm closes the bridge"
    assert _of(article, Role.BODY) == [BRIDGE]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Storm closes bridge", "Storm closes bridge, mayor says, and it may not open again."),
        ("Storm closes bridge", "Storm closes bridge again and again, and nobody mends it."),
        ("Velmora", "Velmora Bridge is closed, and it may not open again."),
    ],
)
def test_a_sentence_that_begins_like_the_title_is_not_parted(title: str, body: str) -> None:
    assert _of(_read(f"{title}\n\n{body}"), Role.BODY) == [body]


def test_a_dateline_parts_title_and_body_and_stays_in_the_body() -> None:
    body = f"VELMORA, 3 March 2031 (Ostrand Herald) — {BRIDGE}"
    for text in (f"Storm closes bridge\n\n{body}", f"Storm closes bridge {body}"):
        article = _read(text)
        assert article.title == "Storm closes bridge"
        assert (article.outlet, article.published) == ("Ostrand Herald", "2031-03-03")
        assert _of(article, Role.BODY) == [body]


def test_a_date_in_the_body_is_not_the_articles_own() -> None:
    assert _read(f"Storm\n\nOn 24 November 2030 it rained. {BRIDGE}").published is None
    assert _read(f"Storm\n\n{BRIDGE}\n\nUpdated 4 March 2031").published is None


@pytest.mark.parametrize(
    ("text", "published", "updated"),
    [
        (f"Storm\nUpdated 4 March 2031\n\n{BRIDGE}", None, "2031-03-04"),
        (f"Storm\n\n{BRIDGE}\n\nLast modified 2031-03-04", None, "2031-03-04"),
        (f"Storm\n1 March 2031 | Updated 4 March 2031\n\n{BRIDGE}", "2031-03-01", "2031-03-04"),
        (f"Storm\n4 March 2031 (updated)\n\n{BRIDGE}", None, "2031-03-04"),
        (f"Storm\n\nLast updated:\n\n4 March 2031\n\n{BRIDGE}", None, "2031-03-04"),
        (f"Storm\nUpdated 2 hours ago\n\n{BRIDGE}", None, None),
        (f"Title: Storm\nDate: 2031\nUpdated: 2031-03\n\n{BRIDGE}", "2031", "2031-03"),
        (f"---\ntitle: Storm\nlast_modified: 2031-03\n---\n{BRIDGE}", None, "2031-03"),
        (f"---\nlang: en-US\ndate: 03/04/2031\n---\n{BRIDGE}", "2031-03-04", None),
        (f"---\ndate: 03/04/2031\nlang: en\n---\n{BRIDGE}", "2031", None),
        pytest.param(
            f"Storm\n\n{BRIDGE}\n\n{HOUSES}\n\n{BRIDGE}\n\nUpdated 2031-03\n\nUpdated 2031-04",
            None, None, id="stamps of several things",
        ),
    ],
)  # fmt: skip
def test_when_a_text_was_updated(text: str, published: str | None, updated: str | None) -> None:
    article = _read(text)
    assert (article.published, article.updated) == (published, updated)


def test_an_update_alone_is_not_another_text() -> None:
    one, other = (_read(f"---\nupdated: {day}\n---\n{BRIDGE}") for day in ("2031", "2032"))
    assert (one.updated, other.updated) == ("2031", "2032")
    document = replace(_document(BRIDGE), metadata=Metadata(updated="2031"))
    again = replace(document, metadata=Metadata(updated="2032"))
    first, second = (read(each, NO_OVERRIDES) for each in (document, again))
    assert first.content_hash == second.content_hash


def test_those_who_are_credited_are_the_authors_where_no_byline_names_any() -> None:
    credit = "Reporting by Jane Roe in Ostrand and John Doe; editing by Ann Poe"
    article = _read(f"Storm\n\n{BRIDGE}\n\n{HOUSES}\n\n{credit}")
    assert article.authors == ("Jane Roe", "John Doe")
    assert _read(f"Storm\nBy Ann Poe\n\n{BRIDGE}\n\n{credit}").authors == ("Ann Poe",)


def test_an_agency_in_an_authors_place_is_the_outlet_where_none_is_named() -> None:
    article = _read(f"Storm\nBy Reuters\n\n{BRIDGE}")
    assert (article.authors, article.outlet) == ((), "Reuters")
    article = _read(f"Title: Storm\nBy Reuters\nOutlet: Lind Post\n\n{BRIDGE}")
    assert (article.authors, article.outlet) == ((), "Lind Post")


def test_overrides_win_and_are_checked() -> None:
    text = f"Title: A\nOutlet: B\nDate: 2031\n\n{BRIDGE}"
    article = _read(text, Overrides(title="C", outlet="D", published="2032-01"))
    assert (article.title, article.outlet, article.published) == ("C", "D", "2032-01")
    for wrong in (Overrides(published="soon"), Overrides(title=" "), Overrides(outlet="")):
        with pytest.raises(SettingError):
            _read(text, wrong)


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "Home | World | Sport\n\nAdvertisement", "Storm closes bridge", "---\n---\n"],
)
def test_a_file_without_a_body_is_refused(text: str) -> None:
    with pytest.raises(SourceEmpty):
        _read(text)


def test_the_same_source_is_the_same_article_and_content_tells_versions_apart() -> None:
    one, other = _read(f"Storm\n\n{BRIDGE}"), _read(f"Storm\n\n{HOUSES}")
    assert one.id == other.id
    assert len(one.id) == 12
    assert one.version == 1
    assert one.content_hash != other.content_hash
    elsewhere = replace(_document(f"Storm\n\n{BRIDGE}"), source=Source("upload", "b.txt"))
    copy = read(elsewhere, NO_OVERRIDES)
    assert copy.id != one.id
    assert copy.content_hash == one.content_hash


def test_a_short_text_has_no_language() -> None:
    assert _read("Storm\n\nIt fell.").language is None
    russian = "Мост через реку был закрыт в понедельник после шторма, сообщил мэр города."
    assert _read(f"Мост закрыт\n\n{russian}").language == "ru"


def test_many_short_lines_are_a_list_and_no_headings() -> None:
    lines = "\n".join(f"Dead in the village number {number}" for number in range(9))
    article = _read(f"Storm closes bridge\n\n{BRIDGE}\n\n{lines}\n\n{HOUSES}")
    assert not _of(article, Role.HEADING)
    assert len(_of(article, Role.BODY)) == 11


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The storm came over the valley, and it rained. " * 4_300, id="one paragraph"),
        pytest.param("a" * 200_000, id="one word"),
        pytest.param("Short line\n" * 18_000, id="lines"),
        pytest.param("1 " * 100_000, id="numbers"),
        pytest.param("share | " * 25_000, id="bars"),
    ],
)
def test_200_000_characters_are_read_in_seconds(text: str) -> None:
    began = time.process_time()
    _read(f"Storm closes bridge\n\n{BRIDGE}\n\n{text}")
    assert time.process_time() - began < 5


LINES = st.sampled_from(
    [BRIDGE, HOUSES, "Storm closes bridge", "By Jane Roe", "Advertisement", "# A", "Title: B",
     "---", "3 March 2031", "Photo: C", "Storm closes bridge D", "Related articles", "ua en", "x",
     "a: b",     "VELMORA, 3 March 2031 (D News) — E.", "Source: F"]
)  # fmt: skip


@given(st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n", " ", "    "])), max_size=14))
def test_every_paragraph_is_in_the_document_in_order_and_nothing_is_lost(
    lines: list[tuple[str, str]],
) -> None:
    text = "".join(line + after for line, after in lines)
    try:
        article = _read(text)
    except SourceEmpty:
        return
    at = 0
    for paragraph in article.paragraphs:
        found = text.index(paragraph.text, at)
        assert not text[at:found].strip(" \n#")
        at = found + len(paragraph.text)
    assert not text[at:].strip(" \n#")
    assert article == _read(text)
