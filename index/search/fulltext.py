"""Search by words: the seam to Tantivy (BM25). What is searched and what is searched for are folded
(index/strings/folding.py)."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterable
from itertools import islice
from pathlib import Path
from typing import Protocol

import tantivy

from index import disk
from index.errors import StoreError
from index.strings.folding import folded
from index.types import Chunk, Hit
from index.words.function_words import STOP_WORDS_OF_SEARCH

TITLE_WEIGHT = 1.5
"""How much a word in the title, outlet or date counts, where one in the body counts 1."""
MOST_WORDS = 200
"""Different words of a query that are searched; the rest of an overlong one is not."""
WRITER_MEMORY = 64_000_000


class FullText(Protocol):
    """Finds keys by the words of their chunks, best first."""

    def search(self, text: str, limit: int) -> list[Hit]:
        """The best keys, with their BM25 scores. Any text is a query."""

    def keys(self) -> set[str]:
        """All keys."""

    def count(self) -> int:
        """How many keys."""

    def write(self, chunks: Iterable[Chunk]) -> None:
        """Add chunks with new keys. Raises StoreFull, StoreReadOnly."""

    def remove(self, keys: Collection[str]) -> None:
        """Remove keys. Raises StoreFull, StoreReadOnly."""

    def rewrite(self, chunks: Iterable[Chunk]) -> None:
        """Hold these chunks and nothing else, and leave not a word of others in the files. Raises
        StoreFull, StoreReadOnly."""

    def reload(self) -> None:
        """See what another process has written."""

    def close(self) -> None:
        """Release the files."""


class FullTextDamaged(Exception):
    """The index cannot be read; it can be made again from the catalog."""


class TantivyFullText:
    """A Tantivy index in a folder. A write is visible, and on the disk, completely or not at
    all."""

    def __init__(self, folder: Path) -> None:
        """Open it, or make it if there is none. Raises FullTextDamaged."""
        self._folder = folder
        self._words = _analyzer()
        self._stems = _analyzer(tantivy.Filter.stemmer("english"))
        self._schema = _schema()
        self._lock = threading.Lock()
        try:
            folder.mkdir(exist_ok=True)
            self._index = tantivy.Index(self._schema, path=str(folder))
            self._index.reload()
        except (ValueError, OSError) as error:
            raise FullTextDamaged(str(error)) from error

    def search(self, text: str, limit: int) -> list[Hit]:
        query = self._query(text)
        if query is None or limit < 1:
            return []
        searcher = self._index.searcher()
        found = searcher.search(query, limit=limit, count=False).hits
        return [Hit(_key(searcher, address), float(score)) for score, address in found]

    def keys(self) -> set[str]:
        searcher = self._index.searcher()
        if not searcher.num_docs:
            return set()
        every = searcher.search(tantivy.Query.all_query(), limit=searcher.num_docs, count=False)
        return {_key(searcher, address) for _, address in every.hits}

    def count(self) -> int:
        return int(self._index.searcher().num_docs)

    def write(self, chunks: Iterable[Chunk]) -> None:
        self._change(map(_document, chunks), ())

    def remove(self, keys: Collection[str]) -> None:
        self._change((), keys)

    def rewrite(self, chunks: Iterable[Chunk]) -> None:
        # What is only deleted keeps its words until Tantivy happens to merge it away.
        self._change(map(_document, chunks), (), afresh=True)

    def reload(self) -> None:
        self._index.reload()

    def close(self) -> None:
        del self._index

    def _change(
        self, add: Iterable[tantivy.Document], remove: Iterable[str], *, afresh: bool = False
    ) -> None:
        with self._lock:
            try:
                writer = self._index.writer(WRITER_MEMORY, 1)
                # A change that was killed may have left a file of a name that this one will use,
                # and lists that have not got their names yet, which Tantivy forgets.
                writer.garbage_collect_files()
                for unnamed in self._folder.glob(".tmp*"):
                    unnamed.unlink(missing_ok=True)
                if afresh:
                    writer.delete_all_documents()
                for key in remove:
                    writer.delete_documents_by_term("key", key)
                for document in add:
                    writer.add_document(document)
                writer.commit()
                if afresh:
                    writer.garbage_collect_files()
                writer.wait_merging_threads()
                disk.share_like_folder(self._folder)
                self._index.reload()
            except ValueError as error:  # all that Tantivy raises
                raise _translated(self._folder, error) from error

    def _query(self, text: str) -> tantivy.Query | None:
        """Any of the words, each in the title or the body; None if there is no word."""
        words = list(islice(dict.fromkeys(self._words.analyze(folded(text))), MOST_WORDS * 4))
        telling = [word for word in words if word not in STOP_WORDS_OF_SEARCH] or words
        stems = dict.fromkeys(
            stem for word in telling[:MOST_WORDS] for stem in self._stems.analyze(word)
        )
        clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for stem in stems:
            title = tantivy.Query.term_query(self._schema, "title", stem, "freq")
            body = tantivy.Query.term_query(self._schema, "body", stem, "freq")
            weighted = tantivy.Query.boost_query(title, TITLE_WEIGHT)
            clauses += [(tantivy.Occur.Should, weighted), (tantivy.Occur.Should, body)]
        return tantivy.Query.boolean_query(clauses) if clauses else None


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="en_stem", index_option="freq")
    builder.add_text_field("body", tokenizer_name="en_stem", index_option="freq")
    return builder.build()


def _analyzer(*filters: tantivy.Filter) -> tantivy.TextAnalyzer:
    """What Tantivy's "en_stem" does to a text, with or without the stemming."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(40), tantivy.Filter.lowercase(), *filters):
        builder = builder.filter(step)
    return builder.build()


def _document(chunk: Chunk) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("key", chunk.key)
    document.add_text("title", folded(chunk.context))
    document.add_text("body", folded(chunk.text))
    return document


def _key(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address)["key"][0])


def _translated(folder: Path, error: ValueError) -> StoreError:
    """The store's error for one of Tantivy's."""
    number = _system_error(error)
    known = disk.refused(folder, OSError(number, "")) if number else None
    return known or StoreError(
        f"The full text could not be written ({error}).",
        subject=str(folder),
        remedy="Check the disk, then run: onrecord doctor",
    )


def _system_error(error: ValueError) -> int | None:
    """The number of the system's error behind one of Tantivy's, which raises ValueError for all
    that goes wrong and tells the number only in its message."""
    code = re.search(r"(?:code:|os error) (\d+)", str(error))
    return int(code[1]) if code else None
