"""Live blogs: when they began, and each post with its heading and its own time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from command_line import document, run
from documents import BRIDGE, HOUSES, RIVER
from pages import json_ld, page, read_page
from parsed_html import ParsedHtml
from scripted_assistant import article

from assistant.attribution.event_time import days
from assistant.attribution.statements import statements
from assistant.evidence import Candidate, cite
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.types import Article, Role
from ui.web.source_panel import source_panel

SHORT = "The ferry sails."
POSTS = (
    ("Bridge opens again", "2031-05-07T15:00+01:00", RIVER),
    ("Piers are counted", "2031-05-06T12:30+01:00", HOUSES),
    ("Storm breaks bridge", "2031-05-06T08:10+01:00", BRIDGE),
)
"""The newest first, as they are on the page."""
INTRODUCTION = "The storm over Velmora as it happens, with all that is known of the bridge today."


def blog(**fields: object) -> dict[str, object]:
    updates = [
        {"@type": "BlogPosting", "headline": heading, "datePublished": time, "articleBody": text}
        for heading, time, text in POSTS
    ]
    return {
        "@type": "LiveBlogPosting",
        "headline": "Storm closes bridge",
        "liveBlogUpdate": updates,
        **fields,
    }


def nested(opening: str = "<div class='post'>", closing: str = "</div>") -> str:
    posts = "".join(
        f"{opening}<time datetime='{time}'>at {time[11:16]}</time><h2>{heading}</h2><p>{text}</p>"
        f"<p>{SHORT}</p><button>Share</button>{closing}"
        for heading, time, text in POSTS
    )
    return f"<p>{INTRODUCTION}</p>{posts}"


FRAMES = (
    ("ol", "<li>", "</li>"),
    ("div", "<blockquote>", "</blockquote>"),
    ("table", "<tr><td>", "</td></tr>"),
    ("dl", "<dd>", "</dd>"),
    ("ul", "<li><div class='entry'>", "</div></li>"),
)
"""Elements that may hold one sentence as well as a whole post."""


def framed(around: str, opening: str, closing: str) -> str:
    introduction, posts = nested(opening, closing).split("</p>", 1)
    return f"{introduction}</p><{around}>{posts}</{around}>"


FLAT = f"<p>{INTRODUCTION}</p>" + "".join(
    f"<h3>{heading}</h3><p>{text}</p><p>{SHORT}</p>" for heading, _, text in POSTS
)
KEY_EVENTS = (
    "<ul>" + "".join(f"<li><a href='#'>{heading}</a></li>" for heading, *_ in POSTS) + "</ul>"
)


def told(article: Article) -> list[tuple[Role, str, str | None]]:
    """Body and headings, without the list of links to the posts."""
    return [
        (paragraph.role, paragraph.text, paragraph.published)
        for paragraph in article.paragraphs
        if paragraph.role in (Role.BODY, Role.HEADING)
        and (paragraph.published or paragraph.text not in {heading for heading, *_ in POSTS})
    ]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(page(head=json_ld(blog()), body=nested()), id="JSON-LD"),
        pytest.param(page(head=json_ld(blog()), body=FLAT), id="posts without elements"),
        pytest.param(
            page(head=json_ld({"@graph": [{"@type": "WebPage"}, blog()]}), body=nested()),
            id="in a graph",
        ),
        pytest.param(
            page(head=json_ld([{"@type": "NewsArticle", "mainEntity": blog()}]), body=nested()),
            id="in an article",
        ),
        pytest.param(
            page(head=json_ld(blog()), body=nested("<article><header>", "</header></article>")),
            id="in articles of their own",
        ),
        pytest.param(page(head=json_ld(blog()), body=KEY_EVENTS + nested()), id="key events above"),
        pytest.param(page(body=nested("<div itemprop='liveBlogUpdate'>")), id="microdata"),
        pytest.param(page(body=nested(), title="Storm live: all updates"), id="only to be seen"),
        *(
            pytest.param(page(head=json_ld(blog()), body=framed(*frame)), id=f"in <{frame[0]}>")
            for frame in FRAMES
        ),
        *(
            pytest.param(page(body=framed(*frame), title="Storm live"), id=f"seen in <{frame[0]}>")
            for frame in FRAMES
        ),
    ],
)
def test_posts_keep_their_headings_and_times_in_the_pages_order(html: str) -> None:
    found = read_page(html)
    assert found.published == POSTS[-1][1]
    assert found.updated == POSTS[0][1]
    assert told(found) == [
        (Role.BODY, INTRODUCTION, None),
        *(
            part
            for heading, time, text in POSTS
            for part in ((Role.HEADING, heading, time), (Role.BODY, text, time),
                         (Role.BODY, SHORT, time))
        ),
    ]  # fmt: skip


def test_a_live_blog_whose_posts_are_all_read_is_not_doubtful() -> None:
    """Short posts, most of which extraction leaves out."""
    posts = "".join(
        f"<div class='post'><time datetime='2031-05-06T{hour:02}:00+01:00'></time><h2>Hour {hour}"
        f"</h2><p>At {hour} the water stood {hour} hands below the deck of the bridge.</p></div>"
        for hour in range(8, 20)
    )
    found = read_page(page(body=f"<p>{INTRODUCTION}</p>{posts}", title="Storm live"))
    assert sum(paragraph.published is not None for paragraph in found.paragraphs) == 2 * 12
    assert found.partial is None


@pytest.mark.parametrize(
    ("fields", "published", "updated"),
    [
        ({"coverageStartTime": "2031-05-06T07:00+01:00"}, "2031-05-06T07:00+01:00", POSTS[0][1]),
        ({"datePublished": POSTS[0][1]}, POSTS[-1][1], POSTS[0][1]),
        ({"datePublished": "2031-05-05"}, "2031-05-05", POSTS[0][1]),
        ({"dateModified": "2031-05-08"}, POSTS[-1][1], "2031-05-08"),
    ],
)
def test_when_a_live_blog_began(fields: dict[str, object], published: str, updated: str) -> None:
    found = read_page(page(head=json_ld(blog(**fields)), body=nested()))
    assert (found.published, found.updated) == (published, updated)


@pytest.mark.parametrize(
    ("told", "published"),
    [(POSTS[0][1], POSTS[-1][1]), ("2031-05-06T07:00+01:00", "2031-05-06T07:00+01:00")],
)
def test_no_live_blog_was_published_after_its_first_post(told: str, published: str) -> None:
    head = f"<meta property='article:published_time' content='{told}'>"
    found = read_page(page(head=head, body=nested(), title="Storm live: all updates"))
    assert (found.published, found.updated) == (published, POSTS[0][1])


def test_two_posts_with_one_heading_are_two() -> None:
    again = blog()
    html = nested().replace("Piers are counted", "Storm breaks bridge")
    updates = again["liveBlogUpdate"]
    assert isinstance(updates, list)
    updates[1]["headline"] = "Storm breaks bridge"
    found = read_page(page(head=json_ld(again), body=html))
    assert [time for _, text, time in told(found) if text == "Storm breaks bridge"] == [
        POSTS[1][1], POSTS[2][1]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "title"),
    [
        pytest.param(nested(), "Storm over Velmora", id="no word of a live blog"),
        pytest.param(
            "".join(
                f"<div><time datetime='{time}'>{time}</time><a href='/'>{text}</a></div>"
                for _, time, text in POSTS
            )
            + f"<p>{BRIDGE}</p><p>{HOUSES}</p><p>{RIVER}</p>",
            "Storm live",
            id="links to other articles",
        ),
    ],
)
def test_other_pages_are_no_live_blogs(html: str, title: str) -> None:
    found = read_page(page(body=html, title=title))
    assert all(paragraph.published is None for paragraph in found.paragraphs)


def test_a_quote_of_a_post_is_dated_by_the_post() -> None:
    body = nested().replace(RIVER, "The bridge was opened yesterday, the mayor of Velmora said.")
    found = read_page(page(head=json_ld(blog()), body=body))
    of_first = next(one for one in statements(found) if "opened" in one.text)
    assert [one.iso for one in days(found, of_first)] == ["2031-05-06"]
    of_last = next(one for one in statements(found) if one.text in BRIDGE)
    assert [one.iso for one in days(found, of_last)] == ["2031-05-05"]  # "on Monday"
    quoted = cite(1, Candidate(of_first, found, 0.9, fits=True)).model_dump()
    assert (quoted["published"], quoted["updated"]) == (POSTS[0][1], POSTS[0][1])


def test_the_same_day_of_one_post_is_not_that_of_another() -> None:
    body = (
        nested()
        .replace(RIVER, "It began on 3 May 2031.")
        .replace(HOUSES, "It rained that same day.")
    )
    found = read_page(page(head=json_ld(blog()), body=body))
    rained = next(one for one in statements(found) if "rained" in one.text)
    assert days(found, rained) == ()


def test_times_of_posts_and_updates_are_kept_and_shown(tmp_path: Path) -> None:
    (tmp_path / "live.html").write_text(page(head=json_ld(blog()), body=nested()), encoding="utf-8")
    bare = page(below="<p>Last modified 2025-06-01</p>").replace("Storm closes", "Flood closes")
    (tmp_path / "flood.html").write_text(bare, encoding="utf-8")
    for number in (1, 2):
        with Store.open(tmp_path / f"store{number}", FakeEmbedder()) as store:
            if number == 1:
                store.add([tmp_path / "live.html", tmp_path / "flood.html"])
                store.export(tmp_path / "store.zip")
            else:
                store.restore(tmp_path / "store.zip")
            flood, live = sorted(store.articles(), key=lambda article: article.title)
            assert (flood.published, flood.updated) == (None, "2025-06-01")
            assert (live.published, live.updated) == (POSTS[-1][1], POSTS[0][1])
            assert {time for *_, time in told(live)} == {None, *(time for _, time, _ in POSTS)}
    place = ("--store", str(tmp_path / "store1"))
    assert f"{flood.id}  updated 2025-06-01" in run("articles", *place).stdout
    shown = run("show", flood.id, *place).stdout
    assert "publication date not given · updated 2025-06-01" in shown
    assert f"· {POSTS[1][1]}" in run("show", live.id, *place).stdout
    listed = document(run("show", live.id, "--json", *place))
    assert listed["updated"] == POSTS[0][1]
    assert POSTS[2][1] in [paragraph["published"] for paragraph in listed["paragraphs"]]
    panel = ParsedHtml(source_panel(flood, opened=1)).text
    assert "updated 1 June 2025; publication date not given" in panel
    assert "6 May 2031, 12:30" in ParsedHtml(source_panel(live, opened=1)).text


def test_the_first_publisher_of_a_quote_is_told_by_the_post_that_has_it() -> None:
    live = replace(read_page(page(head=json_ld(blog()), body=nested())), outlet="Orsk Herald")
    other = article("Bridge", RIVER, outlet="Lind Post", published="2031-05-06T20:00+01:00")
    quoted = next(one for one in statements(live) if one.text in RIVER)
    citation = cite(1, Candidate(quoted, live, 0.9, fits=True, carriers=(other,)))
    assert citation.first_publisher == "Lind Post"  # the blog began before, its post came after
