"""The body of a web page is read whole, once and in order, whatever containers it is in, and
nothing that is over the page or beside the body becomes part of it."""

from __future__ import annotations

import pytest

from index.pages.html import read_html
from index.types import Incomplete, Role

P = (
    "The harbour office of Orsk said on Monday that the ferry to Quellhaven would sail again.",
    "Nobody could cross the sound since the storm of early January broke the northern pier.",
    "The first boat carried forty people and a goat, according to Maren Tolk of the office.",
    "Fishermen had brought letters and bread to the island in the meantime, at their own risk.",
    "The council will decide in April whether the pier is to be built anew in stone.",
    "A first vote on the money failed last year when two members of the council left the room.",
)
LEAD = "After nine weeks the island of Quellhaven can be reached by boat again."
TITLE = "Ferry sails again after nine weeks"
H = f"<h1>{TITLE}</h1>"
AD = '<aside class="ad"><p>Win a boat of your own in our great summer lottery today.</p></aside>'


def p(*numbers: int) -> str:
    return "".join(f"<p>{P[number]}</p>" for number in numbers)


def li(*numbers: int) -> str:
    return "".join(f"<li>{P[number]}</li>" for number in numbers)


def page(body: str, head: str = "") -> str:
    return (
        f'<html lang="en"><head><title>{TITLE} | Orsk Herald</title>{head}</head><body>'
        '<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'
        f"{body}<footer><p>© Orsk Herald. All rights reserved.</p></footer></body></html>"
    )


def text_of(html: str) -> list[str]:
    """The paragraphs without headings and the title."""
    contents = read_html(html, "https://orsk.example/harbour/ferry-sails-again")
    return [
        block.text
        for block in contents.blocks
        if block.role not in (Role.HEADING, Role.BOILERPLATE)
    ]


WHOLE = {
    "two bodies and an advert between": (
        f'<article>{H}<div class="article-body">{p(0, 1, 2)}</div>{AD}'
        f'<div class="article-body">{p(3, 4, 5)}</div></article>'
    ),
    "three bodies in rows": f"<main>{H}"
    + '<div class="slot"><div>Advertisement</div></div>'.join(
        f'<div class="row"><div class="col"><div class="story-body">{p(*pair)}</div></div></div>'
        for pair in ((0, 1), (2, 3), (4, 5))
    )
    + "</main>",
    "articleBody twice": (
        f'<div>{H}<div itemprop="articleBody">{p(0, 1, 2)}</div><div class="promo">'
        '<a href="/boats">All about boats and ferries of the coast</a></div>'
        f'<div itemprop="articleBody">{p(3, 4, 5)}</div></div>'
    ),
    "other names than any list has": (
        f'<div class="qx9">{H}<div class="zt-4 flow">{p(0, 1, 2)}</div><div class="zt-8"></div>'
        f'<div class="zt-4 flow">{p(3, 4, 5)}</div></div>'
    ),
    "sections with names": f'<article>{H}<section class="blk">{p(0, 1)}</section>{AD}'
    f'<section class="blk">{p(2, 3)}</section><section class="blk">{p(4, 5)}</section></article>',
    "sections without names": f"<article>{H}<section><h2>One</h2>{p(0, 1)}</section>"
    f"<section><h2>Two</h2>{p(2, 3)}</section><section><h2>Three</h2>{p(4, 5)}</section></article>",
    "lists in the body": (
        f'<article class="article-body">{H}{p(0, 1)}<h2>What is known</h2><ul>{li(2, 3)}</ul>'
        f"<h2>What comes next</h2><ol>{li(4)}</ol>{p(5)}</article>"
    ),
    "a list beside the body's own container": (
        f'<article>{H}<div class="article-body">{p(0, 1)}</div><ul>{li(2, 3)}</ul>'
        f'<div class="article-body">{p(4, 5)}</div></article>'
    ),
    "nothing but body": f"{H}{p(0, 1)}<h2>What is known</h2><ul>{li(2, 3)}</ul>{p(4, 5)}",
    "divs for paragraphs": f"<article>{H}"
    + "".join(f"<div>{each}</div>" for each in P)
    + "</article>",
    "breaks for paragraphs": (
        f'<article>{H}<div class="text">' + "<br><br>".join(P) + "</div></article>"
    ),
    "a second article without a headline": (
        f"<main><article>{H}{p(0, 1, 2)}</article><div>Advertisement</div>"
        f'<article class="more">{p(3, 4, 5)}</article></main>'
    ),
    "articleBody twice, the second outside": (
        f'<main><article>{H}<div itemprop="articleBody">{p(0, 1)}</div></article>'
        f'<div itemprop="articleBody">{p(2, 3, 4, 5)}</div></main>'
    ),
    "below a button": (
        f"<article>{H}<div>{p(0, 1)}</div><button>Read on</button>"
        f'<div style="display: none">{p(2, 3, 4, 5)}</div></article>'
    ),
    "the end without a button": (
        f'<main>{H}<div class="t">{p(0, 1)}<div hidden>{p(2, 3, 4, 5)}</div></div></main>'
    ),
    "tabs": (
        f'<article>{H}{p(0, 1)}<div role="tabpanel">{p(2)}</div>'
        f'<div role="tabpanel" hidden>{p(3)}</div><div role="tabpanel" hidden>{p(4, 5)}</div>'
        "</article>"
    ),
    "hidden prints of what is shown": (
        f"<article>{H}{p(*range(6))}<button>Print</button>"
        f"<div hidden>{p(*range(6))}</div></article>"
    ),
    "a hidden form and dialog": (
        f'<article>{H}{p(*range(6))}<button>Help</button><div role="dialog" hidden><p>The office '
        "answers letters on every weekday, from the first boat to the last of the day.</p></div>"
        '<form style="display:none"><p>Tell us what you think of the new boat, in as many words as '
        "you like, and we shall print some of it.</p></form></article>"
    ),
    "a figure and a box between": (
        f'<article>{H}<div class="entry-content">{p(0, 1)}<figure><img src="a.jpg"><figcaption>The '
        f"pier of Orsk in winter. Photo: Lena Brandt</figcaption></figure>{p(2, 3)}"
        f'<aside><h3>Read more</h3><ul><li><a href="/a">The storm of January, day by day</a></li>'
        f"</ul></aside>{p(4, 5)}</div></article>"
    ),
    "a table layout": (
        f"<table><tr><td>{H}</td></tr><tr><td class='story'>{p(0, 1, 2)}</td></tr>"
        f"<tr><td class='story'>{p(3, 4, 5)}</td></tr></table>"
    ),
    "each paragraph in a box": f"<article>{H}"
    + "".join(f'<div class="block block--text">{p(n)}</div>' for n in range(6))
    + "</article>",
    "boxes that builders make": f"<main>{H}"
    + "".join(
        f'<div class="wp-block-group"><div class="inner">{p(*pair)}</div></div>'
        for pair in ((0, 1), (2, 3), (4, 5))
    )
    + "</main>",
    "a blockquote that is a paragraph": (
        f'<article>{H}<div class="post-content">{p(0, 1, 2)}<blockquote>{p(3)}</blockquote>'
        f"{p(4, 5)}</div></article>"
    ),
    "a pull quote": (
        f'<article>{H}<div class="story">{p(0, 1)}<aside class="pullquote"><q>at their own '
        f"risk</q></aside>{p(2, 3, 4, 5)}</div></article>"
    ),
    "a paragraph pulled out in whole": (
        f'<article>{H}{p(0, 1)}<blockquote class="pull-quote">{p(3)}</blockquote>{p(2, 3, 4, 5)}'
        "</article>"
    ),
    "a sentence pulled out": (
        f'<article>{H}{p(0, 1, 2, 3)}<div class="highlight"><p>at their own risk</p></div>{p(4, 5)}'
        "</article>"
    ),
    "comments in boxes of the same name": (
        f'<article>{H}<div class="text">{p(0, 1, 2)}</div><div class="text">{p(3, 4, 5)}</div>'
        '<section class="comments"><div class="text"><p>I have waited nine weeks for this boat and '
        "the goat went first, which says it all.</p></div></section></article>"
    ),
    "another article below": (
        f'<article>{H}<div class="body">{p(0, 1, 2)}</div><div class="body">{p(3, 4, 5)}</div>'
        '</article><article><h2>Bridge closed</h2><div class="body"><p>The bridge of Velmora was '
        "closed on Tuesday evening, as the storm had torn a cable from its mast.</p><p>It will be "
        "repaired in May, the road office of Velmora said in a note.</p></div></article>"
    ),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_all_of_the_body_is_read_once_and_in_order(kind: str) -> None:
    contents = read_html(page(WHOLE[kind]), "https://orsk.example/harbour/ferry-sails-again")
    paragraphs = [text for text in text_of(page(WHOLE[kind])) if text != TITLE]
    assert paragraphs == list(P)
    assert contents.metadata.partial is None


DOUBTFUL = {
    "a sibling of the article": (
        f"<main><article>{H}{p(0, 1, 2)}</article><div>Advertisement</div>"
        f'<div class="qq7">{p(3, 4, 5)}</div></main>'
    ),
    "beside it, in wrappers": (
        f'<main><div class="w"><article>{H}{p(0, 1, 2)}</article></div>'
        f'<div class="w"><section>{p(3, 4, 5)}</section></div></main>'
    ),
    "beside it, without a main part": (
        f'<div id="top"><article>{H}{p(0, 1, 2)}</article><section>{p(3, 4, 5)}</section></div>'
    ),
    "beside the marked body": (
        f'<article>{H}<div itemprop="articleBody">{p(0, 1, 2)}</div><div class="n">{p(3, 4, 5)}'
        "</div></article>"
    ),
    "hidden with a field in it": (
        f"<article>{H}{p(0, 1)}<div hidden>{p(2, 3, 4, 5)}<input name='a'></div></article>"
    ),
}


@pytest.mark.parametrize("kind", DOUBTFUL)
def test_a_second_half_is_read_or_its_absence_is_marked(kind: str) -> None:
    contents = read_html(page(DOUBTFUL[kind]), "https://orsk.example/harbour/ferry-sails-again")
    texts = [block.text for block in contents.blocks if block.text != TITLE]
    assert texts == list(P) or contents.metadata.partial is Incomplete.DOUBT
    assert texts[:2] == list(P[:2])


def test_headings_between_containers_are_kept_in_their_places() -> None:
    body = (
        f'<article>{H}<div class="article-body">{p(0, 1)}</div><div class="article-body">'
        f'<h2>The pier</h2>{p(2, 3)}</div><div class="article-body"><h3>The money</h3>{p(4, 5)}'
        "</div></article>"
    )
    blocks = read_html(page(body)).blocks
    headings = {block.text: at for at, block in enumerate(blocks) if block.role is Role.HEADING}
    texts = [block.text for block in blocks]
    assert texts.index(P[1]) < headings["The pier"] < texts.index(P[2])
    assert texts.index(P[3]) < headings["The money"] < texts.index(P[4])


STANDFIRSTS = {
    "named so": f'<header>{H}<p class="standfirst">{LEAD}</p></header>',
    "in a box named so": f'<div class="top">{H}<div class="article__dek"><p>{LEAD}</p></div></div>',
    "a heading": f'<header>{H}<h2 class="subheadline">{LEAD}</h2></header>',
    "by its property": f'<div>{H}<p itemprop="description">{LEAD}</p></div>',
    "in German": f'<div>{H}<div class="vorspann">{LEAD}</div></div>',
    "repeated in the description": f"<div>{H}<p>{LEAD}</p></div>",
    "a sentence in a box of no name": f'<header>{H}<div class="x-4">{LEAD}</div></header>',
    "a heading of no name": f'<div>{H}<h2 class="a7">{LEAD[:-1]}</h2></div>',
    "a sentence below an author": f"<header>{H}<p>By Jane Roe</p><p>{LEAD}</p></header>",
    "with a date and an author between": (
        f'<header>{H}<p class="lead">{LEAD}</p><p class="byline">By Jane Roe</p>'
        "<time>3 March 2031</time></header>"
    ),
}


@pytest.mark.parametrize("kind", STANDFIRSTS)
def test_a_standfirst_outside_the_body_comes_first(kind: str) -> None:
    body = f'{STANDFIRSTS[kind]}<article><div class="article-body">{p(0, 1, 2, 3)}</div></article>'
    head = f'<meta name="description" content="{LEAD}">' if "description" in kind else ""
    paragraphs = text_of(page(body, head))
    lead = LEAD if LEAD in STANDFIRSTS[kind] else LEAD[:-1]
    found = [text for text in paragraphs if text not in (TITLE, "By Jane Roe")]
    assert found[:2] == [lead, P[0]]
    assert found.count(lead) == 1


@pytest.mark.parametrize(
    "label",
    [
        "<p>By Jane Roe and Ole Brun of the Orsk Herald</p>",
        "<p>Updated on Monday, 3 March 2031 at 10:30</p>",
        '<p>More about this in <a href="/h">our pages on the harbour</a>.</p>',
        "<p>Five minutes to read this story</p>",
        "<p>First printed at <time>10:30</time> on the day of the storm.</p>",
    ],
)
def test_labels_below_a_headline_are_no_standfirst(label: str) -> None:
    body = f'<header>{H}{label}</header><article><div class="text">{p(0, 1, 2)}</div></article>'
    assert [text for text in text_of(page(body)) if text != TITLE][:1] == [P[0]]


CONSENT = (
    "We and our 843 partners store and access information on your device, such as unique "
    "identifiers in cookies, to process personal data. You may accept or manage your choices by "
    "clicking below, including your right to object where legitimate interest is used."
)
BUTTONS = "<button>Accept all</button><button>Reject</button>"
OVERLAYS = {
    "onetrust": f'<div id="onetrust-consent-sdk"><h2>Privacy</h2><p>{CONSENT}</p>{BUTTONS}</div>',
    "cookiebot": f'<div id="CybotCookiebotDialog"><p>{CONSENT}</p><a href="#">OK</a></div>',
    "didomi": f'<div id="didomi-host"><div class="popup"><p>{CONSENT}</p>{BUTTONS}</div></div>',
    "sourcepoint": f'<div id="sp_message_container_1"><p>{CONSENT}</p>{BUTTONS}</div>',
    "quantcast": f'<div class="qc-cmp2-container"><p>{CONSENT}</p>{BUTTONS}</div>',
    "usercentrics": f'<div id="usercentrics-root"><p>{CONSENT}</p>{BUTTONS}</div>',
    "a dialog by its role": f'<div class="x1" role="dialog"><h1>Privacy</h1><p>{CONSENT}</p></div>',
    "a modal by its attribute": f'<section aria-modal="true"><p>{CONSENT}</p></section>',
    "the element": f"<dialog open><p>{CONSENT}</p>{BUTTONS}</dialog>",
    "a banner": f'<div class="site-cookie-banner"><p>{CONSENT}</p>{BUTTONS}</div>',
    "gdpr": f'<section id="gdpr-layer"><p>{CONSENT}</p><a href="/ok">Continue</a></section>',
    "an amp element": f"<amp-consent><div><p>{CONSENT}</p>{BUTTONS}</div></amp-consent>",
    "no name at all": f'<div class="b7"><div><p>{CONSENT}</p></div><div>{BUTTONS}</div></div>',
    "no name, in German": (
        "<div><p>Wir verwenden Cookies, um Inhalte und Anzeigen zu zeigen und die Zugriffe auf "
        "unsere Seiten zu messen; dabei geben wir Angaben an unsere Partner weiter.</p>"
        "<button>Alle akzeptieren</button></div>"
    ),
    "newsletter": (
        '<div class="newsletter-box"><h3>The Morning Tide</h3><p>Every morning the five most '
        "important stories of the coast, chosen by our editors, in your letter box.</p>"
        '<form><input type="email"><button>Go</button></form></div>'
    ),
    "newsletter without a name": (
        '<div class="k2"><h3>The Morning Tide</h3><p>Every morning the five most important stories '
        "of the coast, chosen by our editors, in your letter box.</p>"
        '<form><input type="email"><button>Go</button></form></div>'
    ),
}


@pytest.mark.parametrize("is_first", [True, False], ids=["above", "below"])
@pytest.mark.parametrize("kind", OVERLAYS)
def test_a_dialog_is_never_the_body_of_a_short_article(kind: str, *, is_first: bool) -> None:
    article = f"<article>{H}{p(0)}</article>"
    parts = (OVERLAYS[kind], article) if is_first else (article, OVERLAYS[kind])
    paragraphs = [text for text in text_of(page("".join(parts))) if text != TITLE]
    assert paragraphs == [P[0]]


@pytest.mark.parametrize("kind", ["newsletter", "newsletter without a name"])
def test_an_invitation_in_the_middle_of_the_body_is_left_out(kind: str) -> None:
    paragraphs = text_of(page(f"<article>{H}{p(0, 1)}{OVERLAYS[kind]}{p(2, 3)}</article>"))
    assert [text for text in paragraphs if text != TITLE] == list(P[:4])


@pytest.mark.parametrize(
    "opening",
    [
        '<div role="dialog" aria-modal="true">',
        '<div class="page cookie-consent-open">',
        '<div class="post tag-gdpr category-newsletter">',
        '<div id="privacy-message">',
    ],
)
def test_what_holds_the_article_is_no_dialog(opening: str) -> None:
    paragraphs = text_of(page(f"{opening}<article>{H}{p(*range(6))}</article></div>"))
    assert [text for text in paragraphs if text != TITLE] == list(P)


def test_an_article_about_cookies_is_read() -> None:
    about = (
        "The privacy office of Orsk fined three shops on Monday, as their pages set cookies before "
        "anybody had given consent.",
        "Whoever wants to reject them must find a button that is as large as the one to accept, "
        "the office said.",
    )
    body = (
        f'<div class="c4"><h1>Orsk fines shops for cookies</h1><p>{about[0]}</p><p>{about[1]}</p>'
    )
    paragraphs = text_of(page(f"{body}<button>Share</button></div>"))
    assert [text for text in paragraphs if "Orsk fines" not in text] == list(about)


def test_a_body_that_the_page_marks_wins_over_what_is_longer() -> None:
    longer = "".join(
        f"<p>The Orsk Herald has told the stories of the coast since 1871, in edition {n}, and "
        "is printed in Velmora on the paper of three forests.</p>"
        for n in range(6)
    )
    body = f'{H}<div itemprop="articleBody">{p(0)}</div><div class="about-us">{longer}</div>'
    assert [text for text in text_of(page(body)) if text != TITLE] == [P[0]]


def test_what_is_missed_of_the_article_is_marked() -> None:
    """Paragraphs of a shape that nothing here reads: the mark says so."""
    body = f"<article>{H}{p(0, 1, 2)}"
    body += "".join(
        f'<div class="c{n}"><div class="menu">{P[n % 6]} Again {n}.</div></div>' for n in range(12)
    )
    contents = read_html(page(f"{body}</article>"))
    read = " ".join(block.text for block in contents.blocks)
    assert contents.metadata.partial is Incomplete.DOUBT or all(
        f"Again {n}." in read for n in range(12)
    )


def test_an_article_that_machines_are_told_more_of_is_marked() -> None:
    whole = (
        " ".join(P) + " " + " ".join(f"Sentence {n} is not on the page at all." for n in range(30))
    )
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "'
        + TITLE
        + '", "articleBody": "'
        + whole
        + '"}</script>'
    )
    assert (
        read_html(page(f"<article>{H}{p(*range(6))}</article>", head)).metadata.partial
        is Incomplete.DOUBT
    )
