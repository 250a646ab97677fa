"""The two real articles as they are, if the folder with them is beside the project."""

from __future__ import annotations

import pytest
from project import SHARED

from index.files.decode import decode
from index.reading.article_reader import read
from index.types import NO_OVERRIDES, Article, Role, Source

ARTICLES = SHARED / "articles"


def _of(article: Article, role: Role) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs if paragraph.role is role]


@pytest.fixture(scope="module")
def shared() -> list[Article]:
    if not ARTICLES.is_dir():
        pytest.skip("../shared is not here: the real articles are not part of the project")
    paths = sorted(ARTICLES.glob("*.txt"))
    return [
        read(decode(Source("file", str(path)), path.read_bytes()), NO_OVERRIDES) for path in paths
    ]


def test_the_first_real_article(shared: list[Article]) -> None:
    article = shared[0]
    assert article.title.startswith("France upholds")
    assert article.title.endswith("outrage")
    assert article.authors == ("Daria Shekina",)
    assert (article.outlet, article.published, article.language) == (None, None, "en")
    assert _of(article, Role.BOILERPLATE) == ["ua en ru"]
    assert _of(article, Role.CAPTION) == ["Illustrative photo (Photo: Russian media)"]
    assert _of(article, Role.BYLINE) == ["Author: Daria Shekina"]
    assert len(_of(article, Role.HEADING)) == 3
    assert len(_of(article, Role.BODY)) == 11


def test_the_second_real_article(shared: list[Article]) -> None:
    article = shared[1]
    assert article.title.endswith("kyiv and Paris")
    assert (article.outlet, article.published, article.authors) == ("RT in French", None, ())
    assert [text[:12] for text in _of(article, Role.BOILERPLATE)] == [
        "Skip to cont",
        "Not all news",
    ]
    assert len(_of(article, Role.HEADING)) == 3
    assert len(_of(article, Role.BODY)) == 11
