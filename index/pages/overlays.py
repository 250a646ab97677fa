"""What lies over a page and asks something of its reader: for consent, for an e-mail address.

Recognised by what the element says it is (a dialog), by the names that consent managers use, and by
what such a box consists of. Whatever contains the article itself is not an overlay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.pages.page_flow import Element, names_of

LONGEST_REQUEST, LONGEST_INVITATION = 3_000, 800
"""Characters of a request for consent that only its words and buttons tell, and of an invitation
to a newsletter."""
LONGEST_BUTTON = 60
"""Characters."""
MOST_TEXTS = 3
"""Paragraphs and headings of an invitation that has no name."""
LEAST_BESIDES = 60
"""Characters of a paragraph outside a box without a name."""

_DIALOG_ROLES = frozenset({"dialog", "alertdialog"})
_MANAGER = re.compile(
    r"one-?trust|optanon|\bot-sdk|cookie-?bot|cybot|didomi|sp_message|sp_veil|sourcepoint"
    r"|qc-cmp|quantcast|truste?arc|truste\b|usercentrics|\buc-(?:banner|main)|klaro|cookieconsent"
    r"|cmplz|complianz|borlabs|iubenda|osano|termly|evidon|\bfc-(?:consent|dialog)|tarteaucitron"
    r"|cookie-?law|moove_gdpr|\bcky-|cookieyes|axeptio|consentmanager|cmp-?(?:box|root|container|wrapper"
    r"|modal|banner|app)|gdpr|ccpa|amp-(?:consent|user-notification)|cookie-?first|civic-?cookie|\bccc-",
    re.IGNORECASE,
)
"""Names of what manages consent: products, and what they are for."""
_REQUEST = re.compile(
    r"(?:cookies?|consent|privacy|datenschutz)[-_ ]?(?:\w{1,12}[-_ ])?(?:banner|notice|notification"
    r"|dialog|modal|pop-?up|overlay|bar|wall|message|prompt|layer|box|disclaimer|warning|hinweis)"
    r"|(?:accept|allow|manage)[-_]?cookies",
    re.IGNORECASE,
)
_INVITATION = re.compile(
    r"news-?letter|mailing-?list|e?mail-?(?:sign-?up|capture|form|alerts?)|(?:sign-?up|subscribe|optin"
    r"|opt-in)-?(?:box|form|module|widget|block|promo|banner|inline|cta|panel)|mc_embed|mailchimp"
    r"|sendinblue|klaviyo|substack-(?:post-)?embed|subscription-widget",
    re.IGNORECASE,
)
_ABOUT_DATA = re.compile(
    r"\b(?:cookies?|consent|personal data|privacy|dsgvo|rgpd|gdpr|datenschutz\w*+)\b", re.IGNORECASE
)
_DECIDES = re.compile(
    r"\b(?:accept|agree|allow|consent|ok|got it|reject|decline|refuse|manage|settings|preferences"
    r"|continue|akzeptieren|zustimmen|ablehnen|accepter|refuser|aceptar|rechazar|accetta|rifiuta"
    r"|aceitar|accepteren|zgadzam|принять|прийняти)\b",
    re.IGNORECASE,
)
_CONTROLS = frozenset("button a input".split())
_TEXTS = frozenset("p h2 h3 h4 h5 h6".split())
_HOLDERS = frozenset("html body main article".split())


@dataclass(slots=True)
class _Within:
    """What an element has in it, itself included."""

    length: int = 0
    """Characters."""
    headlines: int = 0
    """Elements h1."""
    holders: int = 0
    """Elements that hold an article by what they are."""
    texts: int = 0
    """Paragraphs and headings."""
    long_paragraphs: int = 0


class _Page:
    """A page measured once, so that no element is gone through again and again."""

    def __init__(self, tree: Element) -> None:
        self.elements = [each for each in tree.iter() if isinstance(each.tag, str)]
        self.within: dict[Element, _Within] = {}
        for element in reversed(self.elements):  # what is inside comes before what is around it
            self.within[element] = self._measured(element)
        self.all = self.within[tree]

    def _measured(self, element: Element) -> _Within:
        own = _Within(length=len((element.text or "").strip()))
        for child in element:
            inside = self.within.get(child, _Within())
            own.length += inside.length + len((child.tail or "").strip())
            own.headlines += inside.headlines
            own.holders += inside.holders
            own.texts += inside.texts
            own.long_paragraphs += inside.long_paragraphs
        own.headlines += element.tag == "h1"
        own.holders += element.tag in _HOLDERS or element.get("itemprop") == "articleBody"
        own.texts += element.tag in _TEXTS
        own.long_paragraphs += element.tag == "p" and own.length >= LEAST_BESIDES
        return own

    def holds_article(self, element: Element) -> bool:
        """Whether the page's article is in it, if the page says where that is."""
        inside = self.within[element]
        return bool(inside.holders or (inside.headlines and inside.headlines == self.all.headlines))

    def is_apart(self, box: Element) -> bool:
        """Whether the page has a paragraph outside the box."""
        return self.all.long_paragraphs > self.within[box].long_paragraphs


def drop_overlays(tree: Element) -> None:
    """Take the dialogs and invitations out of a page."""
    page = _Page(tree)
    unnamed = (*_requests_without_a_name(page), *_invitations_without_a_name(page))
    for element in (*_named(page), *unnamed):
        if element.getparent() is not None:
            element.drop_tree()


def _named(page: _Page) -> Iterator[Element]:
    """What is an overlay by its kind or its name."""
    for element in page.elements:
        names = f"{element.tag} {names_of(element)}"
        is_one = (
            element.tag == "dialog"
            or (element.get("role") or "").lower() in _DIALOG_ROLES
            or (element.get("aria-modal") or "").lower() == "true"
            or _MANAGER.search(names)
            or _REQUEST.search(names)
            or (page.within[element].length <= LONGEST_INVITATION and _INVITATION.search(names))
        )
        if is_one and not page.holds_article(element):
            yield element


def _requests_without_a_name(page: _Page) -> Iterator[Element]:
    """The boxes that mention cookies or data and have a button to accept or refuse."""
    boxes: dict[Element, None] = {}
    for control in page.elements:
        if control.tag not in _CONTROLS or page.within[control].length > LONGEST_BUTTON:
            continue
        if not _DECIDES.search(f"{control.text_content()} {control.get('value') or ''}"):
            continue
        box = None
        for around in control.iterancestors():
            is_too_much = page.within[around].length > LONGEST_REQUEST
            if is_too_much or page.holds_article(around):
                break
            box = around
        if box is not None:
            boxes[box] = None
    for box in boxes:
        if page.is_apart(box) and _ABOUT_DATA.search(box.text_content()):
            yield box


def _invitations_without_a_name(page: _Page) -> Iterator[Element]:
    """The boxes of a heading, a sentence or two and a field for an e-mail address."""
    for field in page.elements:
        if field.tag != "input" or field.get("type") != "email":
            continue
        box: Element | None = None
        for around in field.iterancestors():
            inside = page.within[around]
            is_small = inside.texts <= MOST_TEXTS and inside.length <= LONGEST_INVITATION
            if not is_small or not page.is_apart(around) or page.holds_article(around):
                break
            box = around
        if box is not None:
            yield box
