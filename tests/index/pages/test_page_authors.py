"""Who wrote the article of a page: people, and never its publisher."""

from __future__ import annotations

import pytest
from pages import json_ld, news, page, read_page

THREE = ("Ada Quill", "Ben Marsh", "C. Dow")
BYLINE = "<p class='byline'>By Ada Quill, Ben Marsh and C. Dow</p>"
BROADCASTER = {"@type": "NewsMediaOrganization", "name": "Orrel Broadcasting"}
SITE = "<meta property='og:site_name' content='Orrel Broadcasting'>"


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(news(author=BROADCASTER, publisher=BROADCASTER), id="organization"),
        pytest.param(news(author=[BROADCASTER]), id="organization, no publisher"),
        pytest.param(news(author="Orrel Broadcasting", publisher=BROADCASTER), id="text"),
        pytest.param(news(author="Orrel Broadcasting") + SITE, id="name of the site"),
        pytest.param(
            news(author={"@type": "Person", "name": "Orrel Broadcasting"}, publisher=BROADCASTER),
            id="called a person",
        ),
        pytest.param(
            news(author={"name": "Orrel Broadcasting Newsroom"}, publisher=BROADCASTER), id="staff"
        ),
        pytest.param(
            news(author="Orrel TV 4", sourceOrganization={"name": "Orrel TV 4"}), id="broadcaster"
        ),
        pytest.param(
            json_ld({"@graph": [
                {"@type": "Article", "headline": "S", "author": {"@id": "#o"}},
                {"@type": "Organization", "@id": "#o", "name": "Orrel Broadcasting"},
            ]}),
            id="reference",
        ),
        pytest.param("<meta name='author' content='The Orrel Broadcasting'>" + SITE, id="meta"),
        pytest.param("<meta name='author' content='Admin'>", id="nobody"),
        pytest.param("<meta name='author' content='https://orrel.example/ada'>", id="profile"),
    ],
)  # fmt: skip
def test_a_publisher_is_no_author_and_the_byline_counts(head: str) -> None:
    assert read_page(page(BYLINE, head=head)).authors == THREE
    assert read_page(page(head=head)).authors == ()


def test_the_name_of_the_site_may_stand_in_its_address_only() -> None:
    html = page(BYLINE, head="<meta name='author' content='Lind Tidings'>")
    assert read_page(html, "https://www.lindtidings.example/1").authors == THREE


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ("Ada Quill", ("Ada Quill",)),
        ("By Ada Quill", ("Ada Quill",)),
        ("Ada Quill and Ben Marsh", ("Ada Quill", "Ben Marsh")),
        ("Ada Quill, Ben Marsh, C. Dow", THREE),
        (["Ada Quill, Ben Marsh", {"@type": "Person", "name": "C. Dow"}], THREE),
        ({"@type": "Person", "name": "Ada Quill, Lind Post"}, ("Ada Quill",)),
        (
            {"@type": "Person", "name": "Quill, Ada", "givenName": "Ada", "familyName": "Quill"},
            ("Ada Quill",),
        ),
        ({"@type": "Person", "givenName": "Ada", "familyName": "Quill"}, ("Ada Quill",)),
        ({"@type": "Person", "name": "Carl Dow, Jr."}, ("Carl Dow, Jr.",)),
        ({"@type": ["Person", "Organization"], "name": "Ada Quill"}, ("Ada Quill",)),
        ({"@type": "Person", "name": "Emily Post"}, ("Emily Post",)),
        ({"@type": "Person", "name": "王小明"}, ("王小明",)),
        ({"@type": "Person", "name": "قمر الدين"}, ("قمر الدين",)),
        ("Seán O'Neill and Ludwig van Orm", ("Seán O'Neill", "Ludwig van Orm")),
        ([{"@type": "Organization", "name": "Reuters"}, {"name": "Ada Quill"}], ("Ada Quill",)),
    ],
)
def test_people_in_json_ld(author: object, authors: tuple[str, ...]) -> None:
    head = news(author=author, publisher={"@type": "Organization", "name": "Lind Post"})
    assert read_page(page(head=head)).authors == authors


def test_a_person_who_publishes_a_page_is_its_author() -> None:
    person = {"@type": "Person", "name": "Ada Quill"}
    assert read_page(page(head=news(author=person, publisher=person))).authors == ("Ada Quill",)


def test_names_as_libraries_write_them() -> None:
    names = "".join(
        f"<meta name='citation_author' content='{name}'>"
        for name in ("Quill, Ada", "Marsh, Ben T.")
    )
    assert read_page(page(head=names)).authors == ("Ada Quill", "Ben T. Marsh")


@pytest.mark.parametrize(
    "above",
    [
        "<div><span>By Ada Quill, Ben Marsh and C. Dow</span></div>",
        "<p>By <a href='/q'>Ada Quill</a> in Orrel, <a href='/m'>Ben Marsh</a> and C. Dow</p>",
        "<ul class='authors'><li>Ada Quill, Ben Marsh and C. Dow</li></ul>",
        "<p class='byline'>Written by: Ada Quill, Ben Marsh and C. Dow | Lind Post</p>",
    ],
)
def test_bylines_that_a_reader_sees(above: str) -> None:
    assert read_page(page(above)).authors == THREE


@pytest.mark.parametrize(
    "above",
    [
        "<p class='byline'><b>Ada Quill</b><i>Shipping editor, Orrel</i></p>",
        "<p class='byline'>By Ada Quill<br>Night desk</p>",
        "<div class='byline'>By <a href='/q'>Ada Quill</a><span>, crime reporter</span></div>",
        "<p class='author'>Ada Quill | Lind Post</p>",
        "<p class='auteur'>Ada Quill (avec dpa)</p>",
        "<p class='byline'><span>By</span> <span>Ada</span> <span>Quill</span></p>",
    ],
)
def test_what_somebody_is_does_not_hide_the_name(above: str) -> None:
    assert read_page(page(above)).authors == ("Ada Quill",)


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Person", "name": "Orrel Staff"},
        {"@type": "Person", "name": "Orrel 9"},
        "Broadcasting Reporters",
        "Rédaction",
    ],
)
def test_the_byline_that_is_seen_knows_better_than_a_name_like_the_publishers(
    author: object,
) -> None:
    head = news(author=author, publisher=BROADCASTER)
    assert read_page(page(BYLINE, head=head)).authors == THREE


def test_a_staff_is_nobody_and_a_person_may_have_the_publishers_name() -> None:
    staff, person = ({"@type": "Person", "name": name} for name in ("Orrel Staff", "Ada Orrel"))
    assert read_page(page(head=news(author=staff, publisher=BROADCASTER))).authors == ()
    found = read_page(page(head=news(author=person, publisher=BROADCASTER)))
    assert found.authors == ("Ada Orrel",)


def test_names_beside_the_article_are_not_its_authors() -> None:
    below = "<div class='comments'><p>By Ada Quill</p></div><aside><p>By Ben Marsh</p></aside>"
    assert read_page(page(below=below)).authors == ()
