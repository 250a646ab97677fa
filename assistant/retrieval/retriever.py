"""From a question to passages: two searches, fused, reranked, several outlets kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from assistant.english.english_only import is_english
from assistant.english.word_diff import same_statement
from assistant.retrieval.reranker import Reranker
from assistant.thresholds import COPY_CONTAINED, COPY_OVERLAP, COVERS, SHARE_OF_ONE_OUTLET
from assistant.types import Copy, Passage
from index.errors import ArticleNotFound
from index.reading.publication_order import moment
from index.store import Store
from index.types import Article, Chunk, Hit

_CANDIDATES = 40
"""Hits taken from each search before fusion."""
_FUSION_CONSTANT = 60
"""k of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""
RERANKED = 10
"""Chunks that the cross-encoder reads for an answer. Each costs about 50 ms on two cores."""


class Retriever:
    """Finds passages in a store."""

    def __init__(self, store: Store, reranker: Reranker) -> None:
        self._store = store
        self._reranker = reranker

    @property
    def count(self) -> int:
        """Articles that are searched."""
        return self._store.count

    def retrieve(self, query: str, limit: int, also: Sequence[str] = ()) -> list[Passage]:
        """At most `limit` passages, best first; at least RERANKED are reranked for them. What the
        reranker cannot read stays as the two searches have it, with scores of 0.
        `also`: further queries that are searched, such as the opposite of a claim."""
        while True:
            generation = self._store.generation
            dense = [self._store.dense(words, _CANDIDATES) for words in (query, *also)]
            lexical = [self._store.lexical(words, _CANDIDATES) for words in (query, *also)]
            fused = fuse(*dense, *lexical)
            chunks = self._store.chunks([hit.key for hit in fused])
            if generation == self._store.generation:
                break  # else a rebuild may have put other chunks in the place of those
        places = {
            name: {hit.key: rank for rank, hit in enumerate(hits, start=1)}
            for name, hits in (("dense", dense[0]), ("lexical", lexical[0]))
        }
        passages = [
            Passage(
                chunk=chunk,
                article=article,
                score=hit.score,
                dense_rank=places["dense"].get(hit.key),
                lexical_rank=places["lexical"].get(hit.key),
            )
            for hit in fused
            for chunk in chunks.get(hit.key, [])
            if (article := self._article(chunk.article_id, chunk.version)) is not None
        ]
        distinct = merge_copies(passages)[: max(limit, RERANKED)]
        scores = (
            self._reranker.score(query, [reading(passage.chunk) for passage in distinct])
            if is_english(query)
            else [0.0] * len(distinct)
        )
        ranked = sorted(
            (
                replace(passage, score=float(score))
                for passage, score in zip(distinct, scores, strict=True)
            ),
            key=lambda passage: -passage.score,
        )
        return [self._with_carriers(passage) for passage in several_outlets(ranked, limit)]

    def _with_carriers(self, passage: Passage) -> Passage:
        """With what the catalog knows to print the same, also what the search did not bring up."""
        chunk, copies = passage.chunk, list[Copy]()
        try:
            alike = self._store.copies(chunk.article_id)
        except ArticleNotFound:
            alike = []
        printing = self._store.carriers(chunk.article_id, chunk.first, chunk.last)
        for carriers in printing.values():
            for one in carriers:
                article = self._article(one.article_id, one.version)
                if article is not None:
                    copies.append(Copy(article, article.paragraph(one.paragraph)))
        passage = replace(passage, same_text=frozenset(one.article_id for one in alike))
        return _with_copies(passage, (*copies, *passage.copies))

    def _article(self, article_id: str, version: int) -> Article | None:
        """None where it was removed since the search."""
        try:
            return self._store.article(article_id, version)
        except ArticleNotFound:
            return None


def reading(chunk: Chunk) -> str:
    """What the reranker reads of a chunk: title, outlet and date stand before the text."""
    return f"{chunk.context}\n{chunk.text}" if chunk.context else chunk.text


def fuse(*rankings: Sequence[Hit]) -> list[Hit]:
    """Reciprocal rank fusion: each ranking adds 1 / (k + rank). The scores are those sums."""
    sums: defaultdict[str, float] = defaultdict(float)
    for ranking in rankings:
        for rank, hit in enumerate(ranking, start=1):
            sums[hit.key] += 1 / (_FUSION_CONSTANT + rank)
    return [Hit(key, score) for key, score in sorted(sums.items(), key=lambda item: -item[1])]


def merge_copies(passages: Sequence[Passage]) -> list[Passage]:
    """Passages that print the same text count once, the first one listing the others' articles."""
    kept: list[Passage] = []
    for passage in passages:
        for place, other in enumerate(kept):
            copies = same_statement(
                passage.chunk.text, other.chunk.text, COPY_OVERLAP, COPY_CONTAINED
            )
            if copies and other.article.id != passage.article.id:
                # Of the two, the one that stands is the one to quote.
                stands = other.article.retracted is None or passage.article.retracted is not None
                quoted, carrier = (other, passage) if stands else (passage, other)
                kept[place] = _with_copies(quoted, (*quoted.copies, *_of(carrier)))
                break
        else:
            kept.append(passage)
    return kept


def several_outlets(ranked: Sequence[Passage], limit: int) -> list[Passage]:
    """The best passages, except that an outlet with many makes way for others that cover the
    point about as well."""
    most = max(1, int(limit * SHARE_OF_ONE_OUTLET))
    taken: list[Passage] = []
    spare: list[Passage] = []
    for passage in ranked:
        of_same = sum(_voice(other) == _voice(passage) for other in taken)
        (spare if of_same >= most else taken).append(passage)
    del taken[limit:]
    for passage in spare:
        if len(taken) < limit:
            taken.append(passage)
            continue
        weakest = min(taken, key=lambda other: other.score)
        if weakest.score < passage.score * COVERS:
            taken[taken.index(weakest)] = passage
    return sorted(taken, key=lambda passage: -passage.score)


def _voice(passage: Passage) -> str:
    return passage.article.outlet or passage.article.id


def _with_copies(passage: Passage, copies: Sequence[Copy]) -> Passage:
    """With those paragraphs of other articles, by their dates, and else as they come."""
    by_place = {
        (copy.article.id, copy.paragraph.number): copy
        for copy in copies
        if copy.article.id != passage.article.id
    }
    ordered = sorted(
        by_place.values(), key=lambda copy: moment(copy.article.published_at(copy.paragraph))
    )
    return replace(passage, copies=tuple(ordered))


def _of(passage: Passage) -> list[Copy]:
    """A passage as copies of another one, and those that it has itself."""
    return [*(Copy(passage.article, part) for part in passage.paragraphs), *passage.copies]
