"""What Unicode says about characters: which of them are invisible, and which script letters belong
to, and which can be stored. The seam to `regex`, which knows the properties; no list of characters
is kept here."""

from __future__ import annotations

import re

import regex


def _compiled(pattern: str, *, verbose: bool = False) -> re.Pattern[str]:
    """With sets of properties (version 1 of `regex`); its patterns do what those of `re` do."""
    flags = regex.VERSION1 | (regex.VERBOSE if verbose else 0)
    found: re.Pattern[str] = regex.compile(pattern, flags)  # type: ignore[no-untyped-call]
    return found


_UNSEEN = (
    r"[[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Cs}\p{Zl}\p{Zp}"
    r"\p{Noncharacter_Code_Point}\ufffc\U0001d159]--[\p{Prepended_Concatenation_Mark}\n\t]]"
)
"""Format and control characters, halves of characters, separators of lines and paragraphs, and what
is to be ignored where it cannot be shown. The signs that Arabic writes before numbers are format
characters, and are seen."""

INVISIBLE = _compiled(
    rf"""
    # Where these belong, they shape what stands beside them, and are no secret:
    (?:
        # a joiner between two pictures, the choice of a picture's or an ideograph's form,
        (?<=\p{{Extended_Pictographic}}\ufe0f?|\p{{Emoji_Modifier}}|\ufe0f)
            \u200d(?=\p{{Extended_Pictographic}})
      | (?<=\p{{Extended_Pictographic}}|\p{{Emoji_Modifier}})[\ufe0e\ufe0f]
      | (?<=\p{{Emoji}})\ufe0f(?=\u20e3)
      | (?<=\p{{Ideographic}})[\ufe00-\ufe0f\U000e0100-\U000e01ef]
      | (?<=\p{{Script=Mongolian}})[\u180b-\u180f]
        # the flag of a region,
      | (?<=\U0001f3f4)[\U000e0030-\U000e0039\U000e0061-\U000e007a]{{3,6}}\U000e007f
        # a joiner or non-joiner in a script whose letters join, or after a virama,
      | (?<=[\p{{Joining_Type=Dual_Joining}}\p{{Joining_Type=Right_Joining}}]\p{{Mn}}?)
            [\u200c\u200d](?=[\p{{Joining_Type=Dual_Joining}}\p{{Joining_Type=Right_Joining}}])
      | (?<=\p{{Canonical_Combining_Class=Virama}})[\u200c\u200d]
        # and where a word may be parted: in a script without spaces, and between letters.
      | (?<=\p{{Line_Break=Complex_Context}})\u200b(?=\p{{Line_Break=Complex_Context}})
      | (?<=[\p{{L}}\p{{M}}])\u00ad(?=\p{{L}})
    )(*SKIP)(*FAIL)
    | (?:{_UNSEEN}
      # No property says that the pattern of Braille without dots is blank.
      | (?<!\p{{Script=Braille}})\u2800(?!\p{{Script=Braille}}))+
    """,
    verbose=True,
)
"""A run of invisible characters where they do not belong. Takes time in proportion to a text's
length."""

NOT_READ = _compiled(_UNSEEN)
"""One character that is not read, wherever it is."""

WHITE = _compiled(r"\p{White_Space}")
DASH = _compiled(r"\p{Dash}")
QUOTATION_MARK = _compiled(r"\p{Quotation_Mark}")

_LATIN = _compiled(r"[\p{L}&&\p{Script=Latin}]")
_OTHERS = _compiled(r"[\p{L}--[\p{Script=Latin}\p{Script=Common}]]")


def letters(text: str) -> tuple[int, int]:
    """How many Latin letters a text has, and how many of other scripts."""
    return len(_LATIN.findall(text)), len(_OTHERS.findall(text))


def storable(text: str) -> str:
    """The text without what is not a character: half of a surrogate pair, NUL."""
    return text.replace("\0", "\ufffd").encode("utf-8", errors="replace").decode()
