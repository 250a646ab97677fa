"""Everything that can go wrong, as one tree.

OnrecordError
├── SourceError             one article could not be read; the rest of the batch goes on
│   ├── SourceNotFound      no such file or folder, or no article in it
│   ├── SourceTooLarge      larger than an article can be
│   ├── SourceNotText       binary data, or an unrecognisable encoding
│   ├── SourceEmpty         no text, or nothing but boilerplate
│   ├── SourceNotArticle    a page that only lists articles
│   ├── SourceDamaged       not what its name says, broken off, or against its format
│   ├── SourceTooSlow       took more time or memory than a document may
│   ├── SourceRefused       an address that is not fetched, an encrypted or a harmful file
│   ├── SourceGone          the site says that there is no such page (any more)
│   └── SourceUnreachable   no such host, no connection, no answer in time, an error of the site
│       └── SourceBusy      the site asks to come back later, and may say when
├── StoreError              the store as a whole cannot do what was asked
│   ├── StoreMissing        there is no store in that folder
│   ├── StoreLocked         another process is changing the store
│   ├── StoreReadOnly       the folder or a file in it cannot be written
│   ├── StoreFull           the disk is full
│   ├── StoreDamaged        the catalog cannot be read
│   ├── VectorServerError   the Chroma server that holds its vectors cannot be used
│   ├── StoreNotEmpty       it holds articles that an import would replace
│   └── StoreMismatch       made by another embedding model or another version of Onrecord
├── ArticleNotFound         no article, version or paragraph with that id
│   └── ArticleRemoved      there was one, and it was removed
├── ArchiveError            an archive of a store cannot be written or read
│   └── ArchiveDamaged      it is not, byte for byte, what an export wrote
├── QuestionError           an empty or an overlong question
├── ClaimError              nothing in the message can be checked
├── ChatModelError          a language model cannot be reached, or failed
├── ModelError              a packaged model is missing or is not the file it should be
├── DataFileError           a word list of the package is missing or damaged
├── ServiceError            a running server that changes go through cannot be used, or refuses
└── SettingError            a setting that cannot be used
"""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import Any, Self, TypeVar

Error = TypeVar("Error", bound="OnrecordError")


class OnrecordError(Exception):
    """What happened, to which input, and what the reader can do about it.

    All three are plain sentences or names for a person; `str(error)` joins them. An error can be
    copied and pickled, with all that it says but the error that it was raised from.
    """

    def __init__(self, happened: str, *, subject: str, remedy: str) -> None:
        super().__init__(happened, subject, remedy)
        self.happened = happened
        self.subject = subject
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.subject}: {self.happened} {self.remedy}"

    def of(self, subject: str) -> Self:
        """The same error of a subject that goes by another name."""
        renamed = copy(self)
        renamed.subject = subject
        renamed.args = (self.happened, subject, self.remedy)
        return renamed

    def __reduce__(self) -> tuple[Any, ...]:
        # Python would call the class with `args`, but it takes the subject and more by name.
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[Error], args: tuple[object, ...], said: dict[str, Any]) -> Error:
    """An error as it was before it was copied or pickled."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(said)
    return error


class SourceError(OnrecordError):
    """One article could not be read."""


class SourceNotFound(SourceError):
    """No such file or folder, or no article in it."""


class SourceTooLarge(SourceError):
    """Larger than an article can be."""


class SourceNotText(SourceError):
    """Binary data, or an unrecognisable encoding."""


class SourceEmpty(SourceError):
    """No text, or nothing but boilerplate."""


class SourceNotArticle(SourceError):
    """A page that only lists articles: a section, a tag, a home page.

    `links` are the addresses of articles that it leads to, in its order."""

    def __init__(
        self, happened: str, *, subject: str, remedy: str, links: tuple[str, ...] = ()
    ) -> None:
        super().__init__(happened, subject=subject, remedy=remedy)
        self.links = links


class SourceDamaged(SourceError):
    """Not what its name says, broken off, or against the rules of its format."""


class SourceTooSlow(SourceError):
    """Took more time or memory to read than a document may."""


class SourceRefused(SourceError):
    """An address that Onrecord does not fetch, or a file that is encrypted or could do harm."""


class SourceGone(SourceError):
    """The site says that there is no such page, or that it was taken away."""


class SourceUnreachable(SourceError):
    """No such host, no connection, no complete answer in time, or an error of the site."""


class SourceBusy(SourceUnreachable):
    """The site asks to come back later.

    `again` is the time (UTC) before which it should not be asked; None where it does not say."""

    def __init__(
        self, happened: str, *, subject: str, remedy: str, again: datetime | None = None
    ) -> None:
        super().__init__(happened, subject=subject, remedy=remedy)
        self.again = again


class StoreError(OnrecordError):
    """The store as a whole cannot do what was asked."""


class StoreMissing(StoreError):
    """There is no store in that folder."""


class StoreLocked(StoreError):
    """Another process is changing the store."""


class StoreReadOnly(StoreError):
    """The store's folder, or a file in it, cannot be written."""


class StoreFull(StoreError):
    """The disk is full."""


class StoreDamaged(StoreError):
    """The catalog cannot be read."""


class StoreMismatch(StoreError):
    """The store was made by another embedding model or another version of Onrecord."""


class VectorServerError(StoreError):
    """The Chroma server that holds the store's vectors cannot be used."""


class StoreNotEmpty(StoreError):
    """The store holds articles that an import would replace."""


class ArticleNotFound(OnrecordError):
    """No article, version or paragraph with that id."""


class ArticleRemoved(ArticleNotFound):
    """There was an article with that id, and it was removed."""


class ArchiveError(OnrecordError):
    """An archive of a store cannot be written or read."""


class ArchiveDamaged(ArchiveError):
    """The archive is not, byte for byte, what an export wrote."""


class QuestionError(OnrecordError):
    """An empty or an overlong question."""


class ClaimError(OnrecordError):
    """Nothing in the message can be checked: no claim, an opinion, an unknown language."""


class ModelError(OnrecordError):
    """A packaged model is missing or is not the file it should be."""


class DataFileError(OnrecordError):
    """A word list of the package is missing, or is not the file it should be."""


class ChatModelError(OnrecordError):
    """A language model cannot be set up or reached, or failed."""


class ServiceError(OnrecordError):
    """A running server that changes go through cannot be used, or refuses the one who asks."""


class SettingError(OnrecordError):
    """A setting that cannot be used."""
