"""What a file's properties say about its article, if its text confirms it.

Programs fill them in: with the name of whoever is logged in, of the template, of the file, or of no
one. Many that are wrong look right. So a title counts if the text has it, or begins with no other;
and an author, whose name must be one that a byline could have, if the text has no byline but gives
the same name at its beginning or end, or if the right title is filled in beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.reading.bylines import byline_authors, split_names
from index.reading.header_fields import Metadata
from index.reading.outlets import part_title
from index.reading.paragraph_roles import role_by_itself
from index.reading.titles import could_be_title
from index.types import Block, Role

HEAD, END = 12, 3
"""Paragraphs at both ends in which an author is looked for, and at the top a title."""
_FILE_NAME = re.compile(r"\.\w{2,5}$|^(?:microsoft word|untitled|document\d*$)", re.IGNORECASE)


def confirmed(metadata: Metadata, blocks: Sequence[Block], programs: str = "") -> Metadata:
    """The part of a file's properties that can be believed. `programs`: the names of those that
    made the file, after which they name authors, too."""
    texts = [_plain(block.text) for block in blocks]
    head, ends = texts[:HEAD], [*texts[:HEAD], *texts[-END:]]
    title = metadata.title
    has_title = title is not None and _is_in(part_title(title)[0], head)
    if title and not has_title:
        has_other = _begins_with_a_title(blocks[:HEAD])
        title = None if has_other or _FILE_NAME.search(title) else title
    own = set(_plain(programs).split())
    authors = next(filter(None, (byline_authors(block.text) for block in blocks[:HEAD])), None)
    authors = authors or tuple(
        name
        for name in metadata.authors
        if split_names(name)
        and (_is_in(name, ends) or (has_title and not own & set(_plain(name).split())))
    )
    return replace(metadata, authors=authors, title=title)


def _begins_with_a_title(blocks: Sequence[Block]) -> bool:
    """Whether a title, or a line that could be one, is above the text."""
    for block in blocks:
        is_before_it = block.role in (Role.BOILERPLATE, Role.CAPTION)
        if not is_before_it and role_by_itself(block.text) is not Role.BYLINE:
            return block.role in (Role.TITLE, Role.HEADING) or could_be_title(block.text)
    return False


def _is_in(words: str, texts: Iterable[str]) -> bool:
    """Whether a text has these words one after the other."""
    wanted = _plain(words)
    return bool(wanted.strip()) and any(wanted in text for text in texts)


def _plain(text: str) -> str:
    """The words of a text in lower case, each between spaces."""
    return " ".join(["", *re.findall(r"\w+", text.casefold()), ""])
