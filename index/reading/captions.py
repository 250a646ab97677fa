"""Captions of pictures and the credits of their photographers."""

from __future__ import annotations

import re

from index.words.word_lists import any_of, word_lists

LONGEST = 600
"""Characters of the longest paragraph that can be a caption."""

_PICTURE = (
    r"(?:photo|photograph|image|picture|pic|illustration|screenshot|graphic|фото|foto|bild)s?"
)
_AGENCY = rf"(?:{any_of(word_lists('index.reading', 'outlets.toml')['picture_agencies'])})"
_BEGINS = re.compile(
    rf"!\[|{_PICTURE}\s?(?:credit|by|courtesy(?: of)?|via)?\s?[:/|]\s?\S"
    rf"|{_PICTURE} (?:by|credit|courtesy)\s"
    rf"|(?:file|illustrative|archive|stock|handout|undated) {_PICTURE}\b"
    r"(?!.*\b(?:showed|was|were)\b)"
    r"|file\s[-–—]\s|(?:caption|crédit photo|credit)\s?:\s",
    re.IGNORECASE,
)
_ENDS_IN_CREDIT = re.compile(
    rf"[(\[]\s?(?:file |illustrative |ap )?{_PICTURE}s?\b[^()]{{0,100}}[)\]]\.?$"
    rf"|[(\[](?:[^()]{{0,60}}[/ ])?(?:getty images|{_AGENCY})(?:[/ ][^()]{{0,60}})?[)\]]\.?$",
    re.IGNORECASE,
)
_ENDS_IN_AGENCY = re.compile(
    rf"(?:\s/\s?|\svia ){_AGENCY}(?: Images)?$|\b{_AGENCY}/[A-Z][\w .'’/-]{{1,60}}$|\bGetty Images$"
    rf"|^[A-Z][\w .'’-]{{2,40}}/{_AGENCY}(?: Images)?$"
)


def is_caption(paragraph: str) -> bool:
    """Whether a paragraph describes a picture, or says whose it is."""
    if len(paragraph) > LONGEST:
        return False
    bare = paragraph.strip("*_ ")
    return bool(_BEGINS.match(bare) or _ENDS_IN_CREDIT.search(bare) or _ENDS_IN_AGENCY.search(bare))
