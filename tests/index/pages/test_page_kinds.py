"""A page that lists articles is refused with its links offered; an article never is. A page that
shows the beginning of an article is kept and marked; one that shows all of it is not."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Site, serving
from test_page_bodies import LEAD, H, P, p, page, text_of

from assistant.absence import notices_of_absence
from index.errors import SourceNotArticle
from index.pages.html import read_html
from index.reading.contents import Contents
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.types import Incomplete, Role
from index.web.limits import FetchLimits
from ui.json import documents
from ui.wording import marks

URL = "https://orsk.example/harbour"
NAMES = (
    "Ferry sails again after nine weeks of waiting",
    "Bridge of Velmora closed on Tuesday evening by the storm",
    "Council of Orsk votes on a new pier in April",
    "Forty goats counted on the island of Quellhaven",
    "Three shops fined for cookies that nobody wanted",
    "School in Velmora opens its doors to fishermen",
    "Oldest boat of the coast is sold to a museum",
    "Harbour office looks for a new head of pilots",
)
TIME = "<time>3 March 2031</time>"


def story(number: int) -> str:
    return f"/harbour/2031/story-{number}-of-the-coast"


def json_ld(*items: object) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps(item)}</script>' for item in items
    )


def news(**more: object) -> str:
    return json_ld(
        {"@type": "NewsArticle", "headline": "Ferry sails again after nine weeks", **more}
    )


def cards(form: str, count: int = 8) -> str:
    return "".join(
        form.format(url=story(n), name=NAMES[n % 8] + (f" {n}" if n > 7 else ""), teaser=P[n % 6])
        for n in range(count)
    )


FRONTS = {
    "cards": "<main><h1>Harbour</h1>"
    + cards('<article class="card"><h2><a href="{url}">{name}</a></h2><p>{teaser}</p></article>')
    + "</main>",
    "cards that are links": "<main><h1>Harbour</h1>"
    + cards('<div class="tile"><a href="{url}"><h3>{name}</h3><p>{teaser}</p></a></div>')
    + "</main>",
    "items of a list": "<h1>Latest news</h1><ul>"
    + cards('<li><a href="{url}">{name}</a> <time>3 March</time></li>')
    + "</ul>",
    "headings and paragraphs in a row": "<main><h1>Harbour</h1>"
    + cards('<h2><a href="{url}">{name}</a></h2><p>{teaser}</p>')
    + "</main>",
    "divs of no name": "<div><div>"
    + cards(
        '<div><div><a href="{url}"><img src="a.jpg"></a></div><div><a href="{url}">{name}</a>'
        "</div><div>{teaser}</div></div>"
    )
    + "</div></div>",
    "with pictures and sections": "<main>"
    + cards(
        '<section><h4>Coast</h4><figure><img src="a.jpg"></figure><h3><a href="{url}">{name}</a>'
        "</h3><span>By Jane Roe</span><p>{teaser}</p></section>"
    )
    + "</main>",
    "a table": "<h1>Archive</h1><table>"
    + cards('<tr><td>3 March 2031</td><td><a href="{url}">{name}</a></td></tr>')
    + "</table>",
    "headlines alone": "<h1>Orsk Herald</h1>" + cards('<h3><a href="{url}">{name}</a></h3>'),
    "all in one article": "<article><h1>Harbour</h1><p>All about the ferry, the pier and the boats "
    "of the coast between Orsk and Quellhaven, by our reporters on both sides of the sound.</p>"
    + cards('<div><h2><a href="{url}">{name}</a></h2><p>{teaser}</p></div>')
    + "</article>",
    "with a word on the section": "<main><h1>Harbour</h1><p>All about the ferry, the pier and the "
    "boats of the coast between Orsk and Quellhaven, by our reporters on both sides of it.</p>"
    + cards('<article><h2><a href="{url}">{name}</a></h2><p>{teaser}</p></article>')
    + "</main>",
    "a blog with whole posts": "<main>"
    + cards(
        '<article class="post"><h2><a href="{url}">{name}</a></h2>' + p(*range(6)) + "</article>", 4
    )
    + "</main>",
}


@pytest.mark.parametrize("kind", FRONTS)
@pytest.mark.parametrize(
    "head",
    [
        "",
        '<meta property="og:type" content="article">',
        json_ld({"@type": "CollectionPage", "name": "Harbour"}),
        json_ld(*({"@type": "NewsArticle", "headline": name} for name in NAMES)),
    ],
    ids=["silent", "og:type", "CollectionPage", "many articles"],
)
def test_a_list_of_articles_is_refused_with_its_links(kind: str, head: str) -> None:
    with pytest.raises(SourceNotArticle) as refused:
        read_html(page(FRONTS[kind], head), URL)
    links = refused.value.links
    assert links[:2] == (f"https://orsk.example{story(0)}", f"https://orsk.example{story(1)}")
    assert f"onrecord add {links[0]} {links[1]}" in refused.value.remedy
    assert documents.error(refused.value)["links"] == list(links)


RELATED = (
    '<aside class="related"><h2>More</h2>'
    + cards('<h3><a href="{url}">{name}</a></h3>')
    + "</aside>"
)
LOOSE = (
    '<div class="row">'
    + cards('<div class="c"><h3><a href="{url}">{name}</a></h3><p>{teaser}</p></div>')
    + "</div>"
)
LINKED = "".join(
    f'<p>The harbour office of Orsk said in note {n} that <a href="{story(n)}">{NAMES[n % 8]}</a> '
    "would be looked at again before the summer comes.</p>"
    for n in range(30)
)
ARTICLES = {
    "a short one with others beside": (f"<article>{H}{p(0)}</article>{RELATED}", ""),
    "a short one with others below": (f"<main>{H}{TIME}{p(0, 1)}{LOOSE}</main>", ""),
    "a short one with a short headline": (
        f"<main><article><h1>Ferry back</h1>{p(0, 1)}</article>{LOOSE}</main>",
        "",
    ),
    "a short one in German": (
        f"<article><header><h1>Hafenfährenstreit beigelegt</h1></header><div>{p(0, 1, 2)}</div>"
        f"</article>{LOOSE}{LOOSE}",
        '<meta property="og:type" content="article">',
    ),
    "a short one that says so": (
        f"<main><h1>Ferry back</h1>{p(0)}{LOOSE}</main>",
        json_ld({"@type": "NewsArticle", "headline": "Ferry back"}),
    ),
    "many links in its sentences": (f"<article>{H}{LINKED}</article>", ""),
    "a live blog": (
        f"<main>{H}"
        + "".join(
            f'<article id="post-{n}"><h2><a href="#post-{n}">{NAMES[n % 8]}</a></h2><time>10:0{n}'
            f"</time>{p(n % 6)}</article>"
            for n in range(8)
        )
        + "</main>",
        json_ld({"@type": "LiveBlogPosting", "headline": "Storm, as it happened"}),
    ),
    "a live blog that does not say so": (
        f"<main>{H}"
        + "".join(
            f'<div id="p{n}"><h2><a href="/harbour#p{n}">{NAMES[n % 8]}</a></h2>{p(n % 6)}</div>'
            for n in range(8)
        )
        + "</main>",
        "",
    ),
    "a list of things from elsewhere": (
        f"<article>{H}"
        + "".join(
            f'<h2><a href="https://shop{n}.example/a">{NAMES[n]}</a></h2>{p(n % 6)}'
            for n in range(8)
        )
        + "</article>",
        "",
    ),
    "a morning letter": (
        f"<article>{H}"
        + cards('<h2><a href="{url}">{name}</a></h2><p>{teaser}</p>')
        + "</article>",
        '<meta property="article:published_time" content="2031-03-03">',
    ),
    "questions and answers": (
        f"<article>{H}"
        + "".join(f"<h2>{NAMES[n]}?</h2>{p(n % 6, (n + 1) % 6)}" for n in range(8))
        + "</article>",
        "",
    ),
}


@pytest.mark.parametrize("kind", ARTICLES)
def test_an_article_is_not_refused(kind: str) -> None:
    body, head = ARTICLES[kind]
    blocks = read_html(page(body, head), URL).blocks
    assert any("harbour office of Orsk said" in block.text for block in blocks)


@pytest.mark.parametrize("headline", ["Ferry back", "Hafenfährenstreit", "Ferry sails after weeks"])
@pytest.mark.parametrize("head", ["", news(), '<meta property="og:type" content="article">'])
@pytest.mark.parametrize("count", [2, 3])
def test_teasers_below_a_short_article_are_no_part_of_it(
    headline: str, head: str, count: int
) -> None:
    teasers = cards(
        '<div class="c"><h3><a href="{url}">{name}</a></h3><p>Of this {name} we tell.</p></div>', 12
    )
    own = p(*range(count))
    html = page(f"<main><article><h1>{headline}</h1>{own}</article>{teasers}</main>", head)
    texts = [block.text for block in read_html(html, URL).blocks if block.text != headline]
    assert texts == list(P[:count])


def test_links_that_would_do_harm_in_a_shell_are_quoted() -> None:
    html = page(
        "<main>"
        + "".join(
            f"<h2><a href=\"/{n}$(touch%20x);rm&a='b'\">{NAMES[n]}</a></h2>" for n in range(8)
        )
        + "</main>"
    )
    with pytest.raises(SourceNotArticle) as refused:
        read_html(html, URL)
    command = refused.value.remedy.split(": ", 1)[1]
    assert shlex.split(command)[2:] == list(refused.value.links[:5])


def test_a_saved_list_without_an_address_offers_what_it_can() -> None:
    with pytest.raises(SourceNotArticle) as refused:
        read_html(page(FRONTS["cards"]))
    assert refused.value.links == ()
    told = '<link rel="canonical" href="https://orsk.example/harbour">'
    with pytest.raises(SourceNotArticle) as refused:
        read_html(page(FRONTS["cards"], told))
    assert refused.value.links[0] == f"https://orsk.example{story(0)}"


# What is for subscribers


WALL = '<div class="paywall"><h3>Subscribe to read</h3><p>All of it for one crown a week.</p></div>'
LONG = p(*range(6)) * 5
PART = [{"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".closed"}]
CUT = {
    "told to machines, and a wall": (p(0, 1) + WALL, news(isAccessibleForFree=False)),
    "told as a text": (p(0, 1), news(isAccessibleForFree="False")),
    "told of a part": (p(0, 1), news(isAccessibleForFree=True, hasPart=PART)),
    "told in a graph": (
        p(0, 1),
        json_ld(
            {"@graph": [{"@type": ["NewsArticle"], "headline": "a", "isAccessibleForFree": False}]}
        ),
    ),
    "told by its tier": (p(0, 1), '<meta property="article:content_tier" content="locked">'),
    "a wall alone": (LONG + WALL, ""),
    "a sentence alone": (LONG + "<p>To continue reading, subscribe or log in.</p>", ""),
    "another sentence": (LONG + "<div><p>This article is for subscribers only.</p></div>", ""),
    "a button": (p(0, 1) + '<div><a href="/s">Subscribe now to continue reading</a></div>', ""),
    "a dialog": (LONG + '<div role="dialog"><p>Sign in to read the full article</p></div>', ""),
    "in French": (p(0, 1) + "<p>Cet article est réservé aux abonnés.</p>", ""),
    "in German": (p(0, 1) + "<p>Weiterlesen mit Orsk Plus: ein Monat für eine Krone.</p>", ""),
    "broken off": (
        LONG + "<p>The council, which had never met on an island before …</p>",
        news(isAccessibleForFree=False),
    ),
    "fewer words than told": (p(0, 1), news(isAccessibleForFree=False, wordCount=900)),
    "the closed part is empty": (
        p(0, 1) + '<div class="closed"></div>',
        news(isAccessibleForFree=False, hasPart=PART),
    ),
    "the closed part is hidden": (
        p(0, 1) + f'<div class="closed" style="display: none">{p(2, 3, 4, 5)}</div>',
        news(isAccessibleForFree=False, hasPart=PART),
    ),
}
OPEN = {
    "nothing is said": (p(0, 1), news()),
    "free": (p(0, 1), news(isAccessibleForFree=True)),
    "all of the words": (p(*range(6)), news(isAccessibleForFree=False, wordCount=85)),
    "all of the body": (
        p(*range(6)),
        news(isAccessibleForFree=False, articleBody=" ".join(P)),
    ),
    "the closed part is there": (
        p(0, 1) + f'<div class="closed">{p(2, 3, 4, 5)}</div>',
        news(isAccessibleForFree=False, hasPart=PART),
    ),
    "all in a box of that name": (
        f'<div class="paywall">{LONG}</div>',
        news(isAccessibleForFree=False),
    ),
    "the rest in a box of that name": (
        p(0, 1) + f'<div class="paywall">{LONG}</div>',
        news(isAccessibleForFree=False),
    ),
    "much is there": (LONG, news(isAccessibleForFree=False)),
    "an invitation to a newsletter": (
        LONG + "<p>Subscribe to our newsletter to read more.</p>",
        "",
    ),
    "a sentence about such walls": (
        f"<p>Readers must subscribe to read the Orsk Herald, its owner said on Monday.</p>{LONG}",
        "",
    ),
    "a button in the head": ("<p></p>" + LONG, "<!-- --><style>.a{}</style>"),
}


def of(case: tuple[str, str]) -> Contents:
    body, head = case
    return read_html(
        page(f"<article>{H}<div class='article-body'>{body}</div></article>", head), URL
    )


@pytest.mark.parametrize("kind", CUT)
def test_the_beginning_of_an_article_is_kept_and_marked(kind: str) -> None:
    contents = of(CUT[kind])
    assert contents.metadata.partial is Incomplete.PAYWALL
    kept = [one.text for one in contents.blocks if one.role not in (Role.HEADING, Role.BOILERPLATE)]
    assert [text for text in kept if "Ferry sails" not in text][:2] == list(P[:2])
    asked = ("ubscribe", "crown", "Krone", "abonnés", "Sign in")
    assert not any(word in text for text in kept for word in asked)


@pytest.mark.parametrize("kind", OPEN)
def test_an_article_that_is_all_there_is_not_marked(kind: str) -> None:
    contents = of(OPEN[kind])
    assert contents.metadata.partial is None
    assert not any(block.role is Role.BOILERPLATE for block in contents.blocks if block.text in P)


def test_a_menu_that_asks_to_subscribe_marks_nothing() -> None:
    body = (
        '<header><a href="/s">Subscribe to read the full Orsk Herald</a></header>'
        f"<article>{H}{LONG}</article>"
        "<footer><p>Subscribe to read all articles.</p></footer>"
    )
    assert read_html(page(body), URL).metadata.partial is None


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    fetching = FetchLimits(allow=("127.0.0.1",), delay=0)
    with Store.open(tmp_path / "store", FakeEmbedder(), fetching) as opened:
        yield opened


def test_a_section_is_a_failure_that_names_its_articles(site: Site, store: Store) -> None:
    site.page("/harbour", page(FRONTS["cards"]))
    report = store.add([site.url("/harbour")])
    ((error),) = [failure.error for failure in report.failed]
    assert isinstance(error, SourceNotArticle)
    assert error.subject == site.url("/harbour")
    assert error.links[0] == site.url(story(0))
    assert store.articles() == []


def test_a_partial_article_says_so_wherever_it_is_shown(site: Site, store: Store) -> None:
    body, head = CUT["told to machines, and a wall"]
    site.page("/ferry", page(f"<article>{H}{body}</article>", head))
    report = store.add([site.url("/ferry")])
    ((name, title),) = report.added
    assert any(title in notice and "subscribers" in notice for notice in report.notices)
    article = store.article(name)
    assert article.partial is Incomplete.PAYWALL
    assert documents.about(article)["partial"] == "paywall"
    assert marks(article) == ["only the beginning; the rest is for subscribers"]
    (notice,) = notices_of_absence([article, article])
    assert "proves nothing" in notice
    walls = [part.role for part in article.paragraphs if "crown" in part.text]
    assert walls in ([], [Role.BOILERPLATE])


def test_a_standfirst_is_not_a_call(site: Site) -> None:
    assert LEAD in text_of(page(f'<p class="x"></p>{H}<p class="dek">{LEAD}</p><div>{LONG}</div>'))
