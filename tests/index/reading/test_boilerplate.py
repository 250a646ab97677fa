"""What of a page is furniture, and what only looks like it."""

from __future__ import annotations

import pytest

from index.reading.boilerplate import is_boilerplate
from index.reading.captions import is_caption


@pytest.mark.parametrize(
    "paragraph",
    [
        "ua en ru",
        "EN | FR | DE",
        "Skip to content",
        "Home | World | Sport",
        "Home > World > Velmora",
        "News Politics Sport",
        "Advertisement",
        "Story continues below advertisement",
        "Share",
        "Share on Facebook Twitter Telegram",
        "Share this article on Telegram",
        "Copy this link to your clipboard",
        "12 comments",
        "Leave a comment",
        "5 min read",
        "Reading time: 5 minutes",
        "LISTEN TO ARTICLE 6:34 SHARE THIS ARTICLE Share Tweet Post Email",
        "Subscribe to our newsletter and never miss a story.",
        "Follow us on Telegram",
        "Follow Jane Roe on Twitter: @janeroe",
        "CLICK HERE TO GET THE APP",
        "Читайте также: Мост закрыт",
        "Read also: Storm closes bridge",
        "More: Mayor says that the bridge “will never” open",
        "Related articles",
        "Most read",
        "Tags: storm, bridge, Velmora",
        "We use cookies to improve your experience on this site.",
        "By continuing to use this site you agree to our terms.",
        "© 2031 Velmora Courier",
        "Copyright 2031 Velmora Courier. All rights reserved.",
        "This article was originally published in the Ostrand Herald.",
        "The views expressed in this article are those of the author and do not necessarily reflect"
        " the views of the Courier.",
        "Not all articles here express the point of view of the site, but they may interest you.",
        "* * *",
        "-----",
    ],
)
def test_boilerplate(paragraph: str) -> None:
    assert is_boilerplate(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "“We use cookies to follow our readers,” the publisher said.",
        "We use cookies in the bakery instead of bread, the owner said.",
        "Cookies are small files that a site leaves on a computer.",
        "Copyright law has changed in Velmora, and all rights reserved to printers have ended.",
        "Share prices fell on Monday.",
        "Home prices rose in May.",
        "Sports minister resigns",
        "12 people died",
        "2031",
        "Northford | 12 | 30",
        "Ad spending fell by a third.",
        "Live shells were found on the site.",
        "More than forty buildings were damaged.",
        "More on this as it comes.",
        "Read more than ever, the children did well.",
        "Related deaths rose to forty.",
        "Follow the money, and it leads to the harbour.",
        "Get vaccinated, the minister said in a podcast.",
        "Watch the bridge fall and you understand.",
        "The minister expressed the point of view of the government.",
        "The mayor said the views expressed in the letter are not those of the town.",
        "Editor's note: an earlier version of this article gave a wrong number.",
        "Correction: the bridge was closed on Tuesday.",
        "This story has been updated.",
        "Print is dead.",
    ],
)
def test_the_article_itself_is_kept(paragraph: str) -> None:
    assert not is_boilerplate(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Illustrative photo (Photo: Velmora media)",
        "The bridge on Monday. (Photo by Jane Roe/Velmora Press)",
        "The mayor at the bridge. Jane Roe/Getty Images",
        "The mayor at the bridge. REUTERS/Jane Roe",
        "FILE PHOTO: The bridge before the storm",
        "FILE - The bridge stands in the river, March 3, 2031. (AP Photo/Jane Roe)",
        "Photo: Jane Roe",
        "![The bridge](bridge.png)",
    ],
)
def test_captions(paragraph: str) -> None:
    assert is_caption(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Photo shops in Velmora are closing.",
        "Undated photos showed the bridge, and the image was shared by thousands.",
        "The files of Getty Images were searched on Monday.",
        "He told Reuters that the bridge was closed.",
    ],
)
def test_sentences_about_pictures_are_no_captions(paragraph: str) -> None:
    assert not is_caption(paragraph)
