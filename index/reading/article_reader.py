"""From a document to an article: its paragraphs, what each of them is, and who says them when."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.errors import SettingError, SourceEmpty, SourceTooLarge
from index.formats import MOST_CHARACTERS, MOST_PARAGRAPHS
from index.page_identity import page_key
from index.reading.bylines import LONGEST as LONGEST_BYLINE
from index.reading.bylines import credited_authors, split_names
from index.reading.contents import Document
from index.reading.dates import is_iso
from index.reading.header_fields import (
    LONGEST_TITLE,
    Metadata,
    front_matter,
    header_field,
    metadata_of_byline,
)
from index.reading.machine_translation import is_machine_translated
from index.reading.outlets import dateline, part_title
from index.reading.paragraph_roles import role_by_itself, roles_by_place
from index.reading.time_stamps import (
    MOST_IN_A_LABEL,
    is_bare_date,
    is_label,
    is_time_stamp,
    only_update,
)
from index.reading.titles import (
    after_title,
    could_be_title,
    end_of_title_line,
    ends_a_sentence,
    same,
    without_marks,
)
from index.text.language import language_by
from index.text.paragraphs import WHITE, split
from index.types import LONGEST_OVERRIDE, Article, Block, Overrides, Paragraph, Role, Source

HEAD = 20
"""Paragraphs at the top, boilerplate included, among which the title, fields, bylines and time
stamps of the article are looked for. Further down they belong to something else."""
BODY_IN_HEAD = 3
"""Body paragraphs after which the head is over, too: a byline may come below a standfirst."""


@dataclass(slots=True)
class _Reading:
    """A document on the way to an article."""

    paragraphs: list[str]
    metadata: Metadata
    is_chronicle: bool
    """Whether several lines are nothing but dates: then none of them is the article's own."""
    marked: list[Role | None]
    """Of each paragraph, what its format says it is."""
    times: list[str | None]
    """Of each paragraph, when its post was published, in a live blog."""
    headline: str | None = None
    """The title's line as it is in the text, with the outlet that may end it."""
    roles: list[Role | None] = field(default_factory=list)


def read(document: Document, overrides: Overrides) -> Article:
    """The article that a document holds, as version 1.

    Raises SourceEmpty if nothing but boilerplate is left, SourceTooLarge if it is longer than an
    article can be, SettingError for an override that cannot be used.
    """
    check_overrides(overrides)
    if len(document.text) > MOST_CHARACTERS:
        raise _too_long(document.source)
    if document.metadata is None:
        metadata, end = front_matter(document.text)
    else:  # the file has given it in its own way: a text that begins with "---" is a text
        metadata, end = replace(document.metadata), 0
    metadata.title = overrides.title or metadata.title
    blocks = document.blocks or tuple(Block(text, None) for text in split(document.text[end:]))
    if len(blocks) > MOST_PARAGRAPHS:
        raise _too_long(document.source)
    texts = [block.text for block in blocks]
    reading = _Reading(
        texts,
        metadata,
        is_chronicle=sum(map(is_bare_date, set(texts))) > 1,
        marked=[block.role for block in blocks],
        times=[block.published for block in blocks],
    )
    _read_head(reading)
    known = len(reading.roles)
    reading.roles += [
        role or role_by_itself(text)
        for text, role in zip(reading.paragraphs[known:], reading.marked[known:], strict=True)
    ]
    roles = roles_by_place(reading.paragraphs, reading.roles)
    _read_end(reading, roles)
    texts, times = reading.paragraphs, reading.times
    if end:
        texts = [document.text[:end].strip(WHITE), *texts]
        roles, times = [Role.BOILERPLATE, *roles], [None, *times]
    paragraphs = tuple(
        Paragraph(number, text if document.blocks else _bare(text, role), role, time)
        for number, (text, role, time) in enumerate(zip(texts, roles, times, strict=True), start=1)
    )
    return _article(document.source, metadata, overrides, paragraphs)


def identity(source: Source) -> str:
    """The id of the article from a source; one for all spellings of an address."""
    place = page_key(source.location) if source.kind == "url" else source.location
    return hashlib.sha256(f"{source.kind}\n{place}".encode()).hexdigest()[:12]


def _too_long(source: Source) -> SourceTooLarge:
    return SourceTooLarge(
        f"It contains more than {MOST_PARAGRAPHS:,} paragraphs or {MOST_CHARACTERS:,} characters.",
        subject=source.location,
        remedy="Split it into one file per article.",
    )


def check_overrides(overrides: Overrides) -> None:
    """Raises SettingError for what cannot be used."""
    if overrides.published is not None and not is_iso(overrides.published):
        raise SettingError(
            "This isn't an ISO 8601 date.",
            subject=f"published = {overrides.published}",
            remedy="Write it as 2031, 2031-03, 2031-03-03 or 2031-03-03T10:30.",
        )
    for name, value in (("title", overrides.title), ("outlet", overrides.outlet)):
        if value is not None and not value.strip():
            raise SettingError(
                "The name is empty.", subject=name, remedy="Leave it out, or give a name."
            )
        if value is not None and (len(value) > LONGEST_OVERRIDE or not value.isprintable()):
            raise SettingError(
                f"It isn't a single line of at most {LONGEST_OVERRIDE} characters.",
                subject=f"{name} = {value[:60]!r}",
                remedy="Shorten it to one line.",
            )


def _read_head(reading: _Reading) -> None:
    """Fix the roles of the first paragraphs and learn from them; paragraphs that hold the title
    and what follows it are split in two."""
    body = 0
    while len(reading.roles) < min(HEAD, len(reading.paragraphs)) and body < BODY_IN_HEAD:
        place = len(reading.roles)
        text = reading.paragraphs[place]
        if marked := _marked_in_head(reading, place):
            reading.roles.append(marked)
            continue
        cut = after_title(text, _titles(reading))
        if not cut and reading.headline is None:
            cut = end_of_title_line(text)
        if cut:
            text = text[:cut].rstrip(WHITE)
            rest = reading.paragraphs[place][cut:].lstrip(WHITE)
            reading.paragraphs[place : place + 1] = [text, rest]
            reading.marked.insert(place, None)
            reading.times.insert(place, reading.times[place])
        role = _role_in_head(reading, text, is_first_body=body == 0)
        reading.roles.append(role)
        body += role is None and not could_be_title(text)


def _marked_in_head(reading: _Reading, place: int) -> Role | None:
    """The role that the format gives to one of the first paragraphs, None if it gives none. A
    heading above everything else is the title, if none is known."""
    role, text = reading.marked[place], reading.paragraphs[place]
    if role not in (Role.TITLE, Role.HEADING):
        return role
    if role is Role.HEADING and _is_byline(reading.metadata, text):
        return None  # even if it is set in large letters: it is read as what it says
    if len(text) > LONGEST_TITLE:
        return role if role is Role.HEADING else None
    is_first = all(before is not None for before in reading.roles)
    if any(title and same(text, title) for title in _titles(reading)):
        return Role.TITLE
    if reading.metadata.title is None and reading.headline is None and is_first:
        reading.headline = text
        _learn_title(reading.metadata, text)
        return Role.TITLE
    return role


def _titles(reading: _Reading) -> tuple[str, ...]:
    """The title as it may appear at the start of a paragraph, with its outlet and without."""
    headline = reading.headline or ""
    return (headline, part_title(headline)[0], reading.metadata.title or "")


def _role_in_head(reading: _Reading, text: str, is_first_body: bool) -> Role | None:
    """The role of one of the first paragraphs, None if its place decides; learns from it."""
    metadata = reading.metadata
    if is_first_body and (header := header_field(text)):
        name, value = header
        if name == "title":
            reading.headline = " ".join(value.split())
            _learn_title(metadata, reading.headline)
            return Role.TITLE
        if name:
            metadata.learn(name, value)
        return Role.BYLINE
    if any(title and same(without_marks(text), title) for title in _titles(reading)):
        return Role.TITLE
    role = Role.BYLINE if _is_byline(metadata, text) else role_by_itself(text)
    if role is None and not reading.is_chronicle and is_time_stamp(text):
        role = Role.BYLINE
    if role is Role.BYLINE:
        above = reading.paragraphs[len(reading.roles) - 1] if reading.roles else None
        of_line = metadata_of_byline(text, metadata.day_first, above)
        if is_bare_date(text) and not _is_of_publication(reading, of_line.published):
            of_line.published = None
        metadata.add(of_line)
    elif role is None and text.startswith(("http://", "https://")) and len(text.split()) == 1:
        metadata.add(Metadata(url=text))
        role = Role.BOILERPLATE
    elif role is None and is_first_body:
        role = _title_or_dateline(reading, text)
    return role


def _is_of_publication(reading: _Reading, day: str | None) -> bool:
    """Whether a line that is only a date may say when the article was published: not below a label
    that isn't understood here, and not on the day of an update that the page has given."""
    if day and reading.metadata.updated and day[:10] == reading.metadata.updated[:10]:
        return False
    place = len(reading.roles)
    if not place or reading.roles[-1] is not None:
        return True
    above = reading.paragraphs[place - 1]
    is_short = len(above.split()) <= MOST_IN_A_LABEL and not ends_a_sentence(above)
    return not is_short or is_label(above) or bool(split_names(above))


def _is_byline(metadata: Metadata, text: str) -> bool:
    """Whether a line says by its words who wrote the article, or names just those who are known
    to have."""
    if role_by_itself(text) is Role.BYLINE:
        return True
    names = split_names(text, plural=True) if len(text) <= LONGEST_BYLINE else ()
    known = {name.casefold() for name in metadata.authors}
    return bool(names) and all(name.casefold() in known for name in names)


def _read_end(reading: _Reading, roles: Sequence[Role]) -> None:
    """Learn from what is below the article: when it was updated, if only one line there says so,
    and who is credited with it, if no byline names anyone."""
    places = [place for place, role in enumerate(roles) if role is Role.BYLINE]
    last = max((place for place, role in enumerate(roles) if role is Role.BODY), default=-1)
    below = [reading.paragraphs[place] for place in places if place > last]
    updated = only_update(below, reading.metadata.day_first)
    credited = (credited_authors(reading.paragraphs[place]) for place in places)
    reading.metadata.add(Metadata(authors=next(filter(None, credited), ()), updated=updated))


def _title_or_dateline(reading: _Reading, text: str) -> Role | None:
    """What the first lines of the article itself are: its title, unless that is known already,
    or the body, whose first line may tell place, date and outlet."""
    line = without_marks(text) if text.startswith("#") else text
    if reading.headline is None and could_be_title(line) and not is_bare_date(line):
        headline = " ".join(line.split())
        title, _ = part_title(headline)
        if reading.metadata.title is None or same(title, reading.metadata.title):
            reading.headline = headline
            _learn_title(reading.metadata, headline)
            return Role.TITLE
    if not could_be_title(text) and (line_of_place := dateline(text)):
        reading.metadata.add(
            Metadata(outlet=line_of_place.outlet, published=line_of_place.published)
        )
    return None


def _learn_title(metadata: Metadata, headline: str) -> None:
    title, outlet = part_title(headline)
    metadata.add(Metadata(title=title, outlet=outlet))


def _bare(text: str, role: Role) -> str:
    return without_marks(text) if role in (Role.TITLE, Role.HEADING) else text


def _article(
    source: Source, metadata: Metadata, overrides: Overrides, paragraphs: tuple[Paragraph, ...]
) -> Article:
    """The article, complete."""
    body = "\n".join(p.text for p in paragraphs if p.role is Role.BODY)
    if not body:
        raise SourceEmpty(
            "The file contains no article text." if paragraphs else "The file is empty.",
            subject=source.location,
            remedy="Add a file with the article's paragraphs in it, not just its title or menu.",
        )
    title = overrides.title or metadata.title or _name_of(source)
    outlet = overrides.outlet or metadata.outlet or metadata.agency
    published = overrides.published or metadata.published
    translated = metadata.machine_translated or is_machine_translated(p.text for p in paragraphs)
    content = [
        title,
        outlet,
        metadata.authors,
        published,
        translated,
        metadata.partial,
        [(p.text, p.role, p.published) for p in paragraphs],
    ]
    return Article(
        id=identity(source),
        version=1,
        source=source,
        title=title,
        outlet=outlet,
        authors=metadata.authors,
        published=published,
        updated=metadata.updated,
        url=metadata.url,
        language=language_by(metadata.language, body),
        machine_translated=translated,
        partial=metadata.partial,
        content_hash=hashlib.sha256(json.dumps(content).encode()).hexdigest(),
        paragraphs=paragraphs,
    )


def _name_of(source: Source) -> str:
    """What is used as the title of an article that has none: the name of its file without the
    suffix, or its address."""
    if source.kind == "url":
        return source.location
    name = source.location.replace("\\", "/").rsplit("/", 1)[-1]
    form = re.search(r"\.(?:jsonl\.gz|[A-Za-z]{2,8})$", name)
    return name[: form.start()] if form and form.start() else name
