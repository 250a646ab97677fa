"""What each paragraph is to its article."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from index.reading.boilerplate import announces_links, is_boilerplate
from index.reading.bylines import byline_authors, is_credit
from index.reading.captions import is_caption
from index.reading.outlets import outlet_line
from index.reading.time_stamps import is_labelled_stamp
from index.reading.titles import could_be_title
from index.types import Role

LONGEST_HEADING = 100
"""Characters."""
MOST_HEADINGS = 2
"""Headings in a row: a section and its own first subsection."""


def role_by_itself(paragraph: str) -> Role | None:
    """The role that a paragraph's own words show; None if they show none, so that its place makes
    it body, heading or title."""
    if is_caption(paragraph):
        return Role.CAPTION
    if byline_authors(paragraph) is not None or is_credit(paragraph):
        return Role.BYLINE
    if is_labelled_stamp(paragraph) or outlet_line(paragraph):
        return Role.BYLINE
    if is_boilerplate(paragraph):
        return Role.BOILERPLATE
    return None


def roles_by_place(paragraphs: Sequence[str], roles: Sequence[Role | None]) -> list[Role]:
    """The roles of all paragraphs, given those that are known already."""
    found = list(roles)
    _mark_lists_of_links(paragraphs, found)
    following_body: int | None = None  # the next paragraph of the body, seen from the end
    final = [role or Role.BODY for role in found]
    for place in range(len(paragraphs) - 1, -1, -1):
        if found[place] is not None:
            continue
        text = paragraphs[place]
        if following_body is not None and _is_heading(text, paragraphs[following_body]):
            final[place] = Role.HEADING
        following_body = place
    _keep_short_runs(final)
    return final


def _keep_short_runs(roles: list[Role]) -> None:
    """Many short lines in a row are a list or a poem, not headings."""
    for role, run in groupby(range(len(roles)), key=lambda place: roles[place]):
        places = list(run)
        if role is Role.HEADING and len(places) > MOST_HEADINGS:
            for place in places:
                roles[place] = Role.BODY


def _is_heading(text: str, following: str) -> bool:
    """A short line without a full stop above a longer paragraph, or above another such line
    (a heading and its own first subheading)."""
    if text.startswith("#"):
        return True
    return (
        len(text) <= LONGEST_HEADING
        and "\n" not in text
        and could_be_title(text)
        and not following.startswith(("- ", "* ", "• "))
        and (len(following) > len(text) or could_be_title(following))
    )


def _mark_lists_of_links(paragraphs: Sequence[str], roles: list[Role | None]) -> None:
    """The short lines below "Related articles" are titles of other articles."""
    last = max((place for place, role in enumerate(roles) if role is None), default=-1)
    for place, text in enumerate(paragraphs):
        if roles[place] is not Role.BOILERPLATE or not announces_links(text):
            continue
        links = []
        for below in range(place + 1, len(paragraphs)):
            link = paragraphs[below].lstrip("-*• ")
            if roles[below] is not None or not could_be_title(link) or len(link.split()) < 4:
                break
            links.append(below)
        # In the middle of an article the last short line may be the next section's heading.
        has_body_below = links and links[-1] < last
        for below in links[:-1] if has_body_below else links:
            roles[below] = Role.BOILERPLATE
