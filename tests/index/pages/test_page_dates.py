"""When a page was published, and when it was updated: one is never taken for the other."""

from __future__ import annotations

import pytest
from pages import TEXT, json_ld, news, page, read_page

DAY, LATER = "2031-05-01", "2031-05-03"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(page("<p class='meta'>Updated 3 May 2031</p>"), id="a line"),
        pytest.param(page(below="<p>Last modified 2031-05-03</p>"), id="a line below the text"),
        pytest.param(page("<p>Revised on May 3, 2031</p>"), id="revised"),
        pytest.param(
            page(below="<hr><i>This page was last modified: 3 May 2031</i>"), id="of this page"
        ),
        pytest.param(
            page(below="<p>The story has been updated on 3 May 2031.</p>"), id="of the story"
        ),
        pytest.param(page("<p>Mis à jour le 3 mai 2031</p>", lang="fr"), id="French"),
        pytest.param(page("<p>Zuletzt aktualisiert: 3. Mai 2031</p>", lang="de"), id="German"),
        pytest.param(page("<p>Обновлено 3 мая 2031</p>", lang="ru"), id="Russian"),
        pytest.param(page("<p>最終更新日：2031年5月3日</p>", lang="ja"), id="Japanese"),
        pytest.param(page(head=news(dateModified=LATER)), id="JSON-LD"),
        pytest.param(page(head=json_ld({"@type": "WebPage", "dateModified": LATER})), id="WebPage"),
        pytest.param(
            page(head=f"<meta property='article:modified_time' content='{LATER}T00:00:00Z'>"),
            id="article:modified_time",
        ),
        pytest.param(
            page(head=f"<meta property='og:updated_time' content='{LATER}'>"), id="og:updated_time"
        ),
        pytest.param(
            page(head=f"<meta http-equiv='last-modified' content='{LATER}'>"), id="http-equiv"
        ),
        pytest.param(
            page(f"<span itemprop='dateModified' content='{LATER}'></span>"), id="microdata"
        ),
        pytest.param(
            page(f"<p>Last updated on <time datetime='{LATER}'>3 May</time></p>"), id="time"
        ),
        pytest.param(
            page(f"<div><b>Updated</b> <time datetime='{LATER}'>3 May</time></div>"),
            id="a label beside the time",
        ),
        pytest.param(page(f"<time class='updated' datetime='{LATER}'>3 May</time>"), id="class"),
        pytest.param(page("<p class='date'>3 May 2031 (updated)</p>"), id="a label behind"),
        pytest.param(page("<dl><dt>Updated</dt><dd>3 May 2031</dd></dl>"), id="a list of terms"),
        pytest.param(page("<div><p>Updated:</p><p>3 May 2031</p></div>"), id="a label above"),
    ],
)
def test_what_is_only_updated_has_no_date_of_publication(html: str) -> None:
    found = read_page(html)
    assert (found.published, found.updated) == (None, LATER)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(page("<p>Published 1 May 2031, updated 3 May 2031</p>"), id="one line"),
        pytest.param(page("<p>Updated 3 May 2031 | First published 1 May 2031</p>"), id="turned"),
        pytest.param(
            page(
                f"<p>Published <time datetime='{DAY}'>1 May</time></p>"
                f"<p>Updated <time datetime='{LATER}'>3 May</time></p>"
            ),
            id="times",
        ),
        pytest.param(
            page(
                f"<time class='entry-date published' datetime='{DAY}'>1</time>"
                f"<time class='updated' datetime='{LATER}'>3</time>"
            ),
            id="hAtom",
        ),
        pytest.param(page(head=news(datePublished=DAY, dateModified=LATER)), id="JSON-LD"),
        pytest.param(
            page(below="<p>Updated 3 May 2031</p>", head=news(datePublished=DAY)), id="two places"
        ),
        pytest.param(
            page(
                f"<div>Published<br><time datetime='{DAY}'>1 May</time><br>Updated<br>"
                f"<time datetime='{LATER}'>3 May</time></div>"
            ),
            id="labels in lines of their own",
        ),
        pytest.param(
            page("<p>公開日：2031年5月1日 更新日：2031年5月3日</p>", lang="ja"), id="Japanese"
        ),
        pytest.param(
            page(
                head=f"<link rel='canonical' href='https://orrel.example/2031/05/01/storm'>"
                f"<meta name='lastmod' content='{LATER}'>"
            ),
            id="address",
        ),
    ],
)
def test_both_are_kept(html: str) -> None:
    found = read_page(html)
    assert (found.published, found.updated) == (DAY, LATER)


@pytest.mark.parametrize(
    ("lang", "more", "address", "published"),
    [
        ("en-US", "", None, "2031-10-05"),
        ("en_US", "", None, "2031-10-05"),
        ("en-GB", "", None, "2031-05-10"),
        ("en-IN", "", None, "2031-05-10"),
        ("de", "", None, "2031-05-10"),
        ("fr-FR", "", None, "2031-05-10"),
        ("es-419", "", None, "2031-05-10"),
        ("en", "<meta property='og:locale' content='en_GB'>", None, "2031-05-10"),
        ("en", "<meta http-equiv='content-language' content='en-US'>", None, "2031-10-05"),
        ("", news(inLanguage="en-AU"), None, "2031-05-10"),
        ("en", "", "https://www.orrel.co.uk/storm", "2031-05-10"),
        ("", "", "https://www.orrel.de/storm", "2031-05-10"),
        pytest.param("en", "", None, "2031", id="English is written in both ways"),
        pytest.param("", "", None, "2031", id="nothing is known"),
        pytest.param("en-CA", "", None, "2031", id="Canada writes the year first"),
        pytest.param("en", "", "https://orrel.io/storm", "2031", id="a domain sold everywhere"),
        pytest.param("en-US", "", "https://orrel.co.uk/storm", "2031", id="the signs differ"),
        pytest.param(
            "en-GB", "<meta property='og:locale' content='en_US'>", None, "2031", id="two countries"
        ),
    ],
)
def test_a_date_of_numbers_is_read_as_the_pages_readers_write(
    lang: str, more: str, address: str | None, published: str
) -> None:
    shown = page("<p class='date'>Published 10/05/2031</p>", lang=lang, head=more)
    assert read_page(shown, address).published == published
    meta = page(lang=lang, head=f"{more}<meta name='date' content='10/05/2031'>")
    assert read_page(meta, address).published == published


@pytest.mark.parametrize(
    ("above", "published"),
    [
        ("<p class='date'>March 2031</p>", "2031-03"),
        ("<p class='date'>2031</p>", None),
        ("<p class='date'>13/05/2031</p>", "2031-05-13"),
        ("<p class='date'>10.05.2031</p>", "2031-05-10"),
        ("<p class='date'>10/05/31</p>", None),
        ("<p class='date'>yesterday, 14:05</p>", None),
        ("<p>By Ada Quill on November 24th, 2031 at 11:08 a.m.</p>", "2031-11-24T11:08"),
        ("<p>기사입력: 2031-11-18 15:24</p>", "2031-11-18T15:24"),
        ("<div class='author-box'><b>Ada Quill</b><i>18 NOV 2031</i></div>", "2031-11-18"),
        ("<div class='box'><i>18 November 2031</i></div>", None),
        ("<p>The mill has stood there since 3 May 1999, the mayor said.</p>", None),
    ],
)
def test_no_more_is_known_than_was_written(above: str, published: str | None) -> None:
    assert read_page(page(above)).published == published


@pytest.mark.parametrize(
    ("lang", "above"),
    [
        ("cs", "<p>Naposledy změněno <time datetime='2031-05-03'>3. května 2031</time></p>"),
        ("da", "<div>Senest ændret: <time datetime='2031-05-03'>3. maj 2031</time></div>"),
        ("fi", "<time datetime='2031-05-03'>Päivitetty 3.5.2031</time>"),
        ("tr", "<p><span>Son güncelleme</span> <time datetime='2031-05-03'>3 Mayıs</time></p>"),
        ("en", "<p>Prices checked on <time datetime='2031-05-03'>3 May 2031</time></p>"),
        ("en", "<dl><dt>Archived</dt><dd><time datetime='2031-05-03'>3 May 2031</time></dd></dl>"),
        ("en", "<div><div>Latest check</div><time datetime='2031-05-03'>3 May</time></div>"),
        ("hu", "<p class='date'>Frissítve: 2031-05-03</p>"),
        ("en", "<time datetime='2031-05-03'>3 May 2031</time> (archived)"),
        ("pl", "<p class='date'>Zmieniono:</p><p class='date'>2031-05-03</p>"),
    ],
)
def test_a_date_behind_a_word_that_nobody_understands_is_none(lang: str, above: str) -> None:
    found = read_page(page(above, lang=lang))
    assert (found.published, found.updated) == (None, None)


@pytest.mark.parametrize(
    ("lang", "above"),
    [
        ("nl", "<time datetime='2031-05-01'>donderdag 1 mei 2031</time>"),
        ("pl", "<div class='info'><time datetime='2031-05-01'>czwartek, 1 maja 2031</time></div>"),
        ("fi", "<p><time datetime='2031-05-01'>torstai 1. toukokuuta 2031</time></p>"),
        ("en", "<p>By <a href='/q'>Ada Quill</a> <time datetime='2031-05-01'>1 May</time></p>"),
        ("en", "<a href='/world'>World</a> <time datetime='2031-05-01'>1 May 2031</time>"),
        (
            "en",
            "<p class='byline'>By Ada Quill</p>"
            "<div>Ada Quill | <time datetime='2031-05-01'>1 May 2031</time></div>",
        ),
        (
            "en",
            "<p>The bridge stays closed.</p><div><time datetime='2031-05-01'>1 May</time></div>",
        ),
        ("en", "<p>This article was first published on <time datetime='2031-05-01'>1</time></p>"),
    ],
)
def test_a_date_behind_nothing_but_its_own_words_is_that_of_publication(
    lang: str, above: str
) -> None:
    assert read_page(page(above, lang=lang)).published == DAY


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("<p>Ferries sail until <time datetime='2031-05-01'>1 May 2031</time> at least.</p>", ""),
        ("<p><time datetime='2031-05-01'>1 May</time> is when the ferry will sail again.</p>", ""),
        ("", "<ul><li>Mill burns <time datetime='2031-05-01'>1 May 2031</time></li></ul>"),
        ("", "<div><div>Bea: Well! <time datetime='2031-05-01'>1 May</time></div></div>"),
        ("", "<h3>More</h3><div><time datetime='2031-05-01'>1 May 2031</time></div>"),
        ("", "<p>The report was published on <time datetime='2031-05-01'>1 May</time>.</p>"),
    ],
)
def test_a_time_in_the_text_or_behind_it_is_not_the_articles(above: str, below: str) -> None:
    assert read_page(page(above, below)).published is None


@pytest.mark.parametrize(
    "above",
    [
        f"<p><time datetime='{LATER}'>3 May 2031</time> (revised)</p>",
        f"<p><time datetime='{LATER}'>3 May 2031</time> <small>Last edited at 9:30</small></p>",
        f"<time class='entry-date modified' datetime='{LATER}'>3 May 2031</time>",
    ],
)
def test_a_label_may_stand_behind_a_time(above: str) -> None:
    found = read_page(page(above))
    assert (found.published, found.updated) == (None, LATER)


def test_dates_of_other_things_are_not_the_articles() -> None:
    head = "<div class='current-date'>Sunday, 30 November 2031</div>"
    beside = "<aside><time datetime='2031-01-01'>1 January</time></aside>"
    links = "<ul class='related'><li>Mill burns <time datetime='2031-02-02'>2</time></li></ul>"
    below = f"<div class='comments'><time datetime='2031-06-06'>6 June</time></div>{links}"
    html = page(beside, below).replace("<nav>", f"{head}<nav>").replace("About us", "© 2031 Orrel")
    assert (read_page(html).published, read_page(html).updated) == (None, None)


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("/2031/05/10/storm", "2031-05-10"),
        ("/news/2031-05-10-storm", "2031-05-10"),
        ("/2031/05/storm", "2031-05"),
        ("/2031/5-ways-to-live", None),
        ("/a-budget-for-2031-12-ideas", None),
        ("/2031/02/31/storm", None),
    ],
)
def test_an_address_may_tell_the_day_or_the_month(path: str, published: str | None) -> None:
    head = f"<link rel='canonical' href='https://orrel.example{path}'>"
    assert read_page(page(head=head)).published == published


def test_a_moment_is_told_in_the_pages_own_zone() -> None:
    utc, own = "2031-05-11T04:30:00Z", "2031-05-10T21:30:00-07:00"
    meta = f"<meta property='article:published_time' content='{own}'>"
    assert read_page(page(head=news(datePublished=utc) + meta)).published == own
    other = meta.replace("21:30", "22:30")
    assert read_page(page(head=news(datePublished=utc) + other)).published == utc


def test_a_hostile_page_takes_no_long_time_for_its_dates() -> None:
    deep = "<div class='date updated'>" * 200 + "<span>Updated </span>" * 20_000
    assert read_page(page(deep, body=TEXT)).published is None
