"""The title of a page, whole."""

from __future__ import annotations

import pytest
from pages import HEADING, news, page, read_page

from index.reading.titles import whole


@pytest.mark.parametrize(
    ("cut", "heading", "title"),
    [
        ("Enough” says the ferry's crew", "“Enough” says the ferry's crew", None),
        ("Crew: “Never again", "Crew: “Never again”", None),
        ("Genug“, sagt die Crew", "„Genug“, sagt die Crew", None),
        ("On n'attend plus » : la colère", "« On n'attend plus » : la colère", None),
        ("Enough' says the crew", "'Enough' says the crew", None),
        pytest.param("Enough” it says", "“Enough” it said", "Enough” it says", id="another title"),
        pytest.param("The ferry pilots' day", "The ferry pilots' day", None, id="possessive"),
        pytest.param("The crew's day", "“The crew's day”", "The crew's day", id="nothing is cut"),
    ],
)
def test_a_title_with_half_a_pair_of_marks_is_made_whole(
    cut: str, heading: str, title: str | None
) -> None:
    assert whole(cut, (heading,)) == (title or heading)


def test_the_whole_title_may_stand_in_any_place_of_a_page() -> None:
    quoted = "“Storm” closes bridge"
    cut = quoted[1:]
    og = f"<meta property='og:title' content='{cut}'>"
    heading = page(head=og).replace(HEADING, f"<h1>{quoted}</h1>")
    window = page(head=og, title=f"{quoted} | Lind Post").replace(HEADING, f"<h1>{cut}</h1>")
    by_json_ld = page(head=og + news(headline=cut), title=quoted)
    for html in (heading, window, by_json_ld):
        assert read_page(html).title == quoted
