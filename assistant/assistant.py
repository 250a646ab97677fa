"""The front door for Python, the command line and the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from langchain_core.runnables import Runnable, RunnableConfig

from assistant.answers.answerer import AnswerContext, Answerer, Quoting, RunnableAnswerer
from assistant.chain import AnswerChain, PassageRetriever
from assistant.events import Event, only_reply, replies
from assistant.llm.client import examine
from assistant.llm.connect import LanguageModel
from assistant.nli.base import StanceModel
from assistant.nli.packaged import stance_model
from assistant.pipeline import Pipeline
from assistant.retrieval.embedding_choice import embedding_model, named
from assistant.retrieval.query_analysis import understand
from assistant.retrieval.reranker import PackagedReranker, Reranker
from assistant.retrieval.retriever import Retriever
from assistant.settings import settings
from assistant.step_runs import Steps
from assistant.types import Answer, AnswerContent, Passage, Turn
from assistant.verdicts.claim_detection import read_claims
from assistant.verdicts.types import Verdict, Wish
from assistant.writing.writer import Writer
from index.catalog.watchlist import Watched
from index.changes.selection import Selection
from index.errors import ChatModelError, ClaimError, OnrecordError, SettingError, StoreMissing
from index.reports import (
    Archived,
    Carrier,
    Finding,
    IndexReport,
    RebuildReport,
    RemovalReport,
    Restored,
    SyncReport,
    Version,
)
from index.store import Store
from index.types import NO_OVERRIDES, Article, Overrides, ProgressCallback, silent


class Assistant:
    """An open store with everything that answers from it. Safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        reranker: Reranker,
        stance: StanceModel,
        model: LanguageModel | None = None,
        answerer: Runnable[AnswerContext, AnswerContent] | None = None,
    ) -> None:
        """`model`: writes replies and gives second opinions; None: replies are quotes. `answerer`:
        a Runnable of your own that makes the answers instead."""
        self._store = store
        self._reranker = reranker
        self._stance = stance
        self._retriever = Retriever(store, reranker)
        writer = Writer(model, stance, reranker) if model else Quoting()
        chosen: Answerer = RunnableAnswerer(answerer) if answerer else writer
        self._pipeline = Pipeline(store, self._retriever, reranker, stance, chosen, model=model)

    @classmethod
    def open(
        cls,
        store: str | Path | None = None,
        *,
        model: str | LanguageModel | None = None,
        answerer: Runnable[AnswerContext, AnswerContent] | None = None,
        create: bool = True,
    ) -> Self:
        """Open the store folder; None takes ONRECORD_STORE, default `.onrecord`. Where there is
        none, it is created, or StoreMissing raised (`create=False`). `model`: the language model
        that writes and gives second opinions, as "provider:name"; None takes ONRECORD_MODEL,
        "quotes" takes none. `answerer`: a Runnable of your own that makes the answers instead; then
        no model is taken from ONRECORD_MODEL.

        Cheap: the models load on first use, or in `warm`. Raises StoreError, ModelError,
        ChatModelError, SettingError."""
        folder = Path(store) if store is not None else settings().store
        if not create and not folder.exists():
            raise StoreMissing(
                "There is no store in this folder.",
                subject=str(folder),
                remedy="Choose another with --store or ONRECORD_STORE, or add articles to create "
                "one.",
            )
        if isinstance(model, LanguageModel):
            language_model: LanguageModel | None = model
        elif answerer and model is None:
            language_model = None
        else:
            language_model = settings().language_model(model)
        stance = stance_model(settings().stance)
        embedder = embedding_model(settings().embedding)
        opened = Store.open(
            folder, embedder, settings().fetching(), named, settings().vector_server()
        )
        return cls(opened, PackagedReranker(), stance, language_model, answerer)

    def warm(self) -> None:
        """Load the models and the vectors now, so that the first question does not wait.
        Raises ModelError, StoreError."""
        self._reranker.load()
        self._stance.load()
        self._store.dense("warm", 1)

    def add(
        self,
        sources: Sequence[str | Path],
        *,
        overrides: Overrides = NO_OVERRIDES,
        upload: bool = False,
        follow_links: bool = False,
        progress: ProgressCallback = silent,
    ) -> IndexReport:
        """Add files, folders and addresses of the web. `upload`: files of the page, known by name
        rather than by path. `follow_links`: symbolic links in folders, as far as they stay in them.
        The report has what cannot be read, each with its error, and by kind what is skipped. Only
        what concerns the store as a whole ends it: raises StoreError, ModelError, SettingError."""
        return self._store.add(
            sources,
            overrides=overrides,
            upload=upload,
            follow_links=follow_links,
            progress=progress,
        )

    def sync(
        self, *, prune: bool = False, resting: bool = False, progress: ProgressCallback = silent
    ) -> SyncReport:
        """Check every source again. What is gone is kept and marked, or removed (`prune`).
        `resting`: also check sources that are paused after failing several times. Raises
        StoreError."""
        return self._store.sync(prune=prune, resting=resting, progress=progress)

    def sources(self) -> list[Watched]:
        """The sources that a sync checks, by location. Raises StoreError."""
        return self._store.watched()

    def forget_source(self, source: str) -> None:
        """Stop watching a source; its articles stay. Raises SettingError, StoreError."""
        self._store.unwatch(source)

    def articles(self) -> list[Article]:
        """The newest version of every article, by title. Raises StoreError."""
        return self._store.articles()

    def article(self, article_id: str, version: int | None = None) -> Article:
        """One version of an article; None takes the newest. Raises ArticleNotFound, ArticleRemoved
        where there was one."""
        return self._store.article(article_id, version)

    def versions(self, article_id: str) -> list[Version]:
        """All versions of an article, oldest first. Raises ArticleNotFound, ArticleRemoved.
        `index.text.differences.differences` tells what changed from one to another."""
        return self._store.versions(article_id)

    def copies(self, article_id: str) -> list[Carrier]:
        """All who print the same text, the first publisher first. Raises ArticleNotFound."""
        return self._store.copies(article_id)

    def matching(self, selection: Selection) -> list[Article]:
        """The articles that are meant, by title. Raises SettingError, ArticleNotFound."""
        return self._store.matching(selection)

    def remove(
        self, article_ids: Sequence[str], *, progress: ProgressCallback = silent
    ) -> RemovalReport:
        """Forget articles in all their versions; only the fact is kept. Raises ArticleNotFound,
        StoreError."""
        return self._store.remove(article_ids, progress=progress)

    def retract(self, article_id: str, note: str = "") -> Article:
        """Mark an article as retracted: it is still found, every citation of it says so, and it
        decides no verdict. Returns it as it is marked now. Raises ArticleNotFound, StoreError."""
        return self._store.retract(article_id, note)

    def unretract(self, article_id: str) -> Article:
        """Take that back. The same errors."""
        return self._store.unretract(article_id)

    def export(self, file: str | Path, *, replace: bool = False) -> Archived:
        """Write the whole store to one file. Raises ArchiveError, StoreError."""
        return self._store.export(file, replace=replace)

    def restore(
        self, file: str | Path, *, replace: bool = False, progress: ProgressCallback = silent
    ) -> Restored:
        """Hold what an exported file does. `replace`: instead of the articles that are here. Raises
        ArchiveError, StoreError; then the store is as it was."""
        return self._store.restore(file, replace=replace, progress=progress)

    def rebuild(self, *, progress: ProgressCallback = silent) -> RebuildReport:
        """Make the index anew, with the model that ONRECORD_EMBEDDING names and today's way of
        cutting. Interrupted, it goes on the next time. Raises ModelError, StoreError."""
        return self._store.rebuild(progress=progress)

    def abandon_rebuild(self, *, progress: ProgressCallback = silent) -> int:
        """Drop what an unfinished rebuild made; returns the bytes freed. Raises StoreError."""
        return self._store.abandon_rebuild(progress=progress)

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader should know about this store, one sentence each."""
        return self._store.notices

    @property
    def count(self) -> int:
        """How many articles there are."""
        return self._store.count

    @property
    def generation(self) -> int:
        """The number of the committed state of the index; 0 for an empty store."""
        return self._store.generation

    @property
    def chain(self) -> AnswerChain:
        """The way from a question to its Answer as a LangChain Runnable."""
        return AnswerChain(self._pipeline)

    @property
    def retriever(self) -> PassageRetriever:
        """The retrieval as a LangChain BaseRetriever."""
        return PassageRetriever(retriever=self._retriever)

    def search(self, query: str, limit: int = 10) -> list[Passage]:
        """The passages nearest to a query, best first. Raises QuestionError, ModelError."""
        return self._retriever.retrieve(understand(query).text, limit)

    def ask(
        self,
        question: str,
        conversation: Sequence[Turn] = (),
        config: RunnableConfig | None = None,
    ) -> Answer:
        """Answer a question. `config`: LangChain's, for callbacks. Raises QuestionError,
        ModelError."""
        return only_reply(self.steps(question, conversation, config))

    def steps(
        self,
        question: str,
        conversation: Sequence[Turn] = (),
        config: RunnableConfig | None = None,
    ) -> Iterator[Event[Answer]]:
        """Like `ask`, but tells what happens on the way: each step as it begins (Progress), what a
        language model has written so far (Partial), and last the Answer (Done). Raises
        QuestionError and ModelError while it is iterated over."""
        yield from self._pipeline.answer(question, conversation, Steps(config))

    def check(self, claim: str) -> Verdict:
        """Check one claim, also one that says several things, as one. Raises ClaimError: there is
        none, or more than one (`check_all`); ModelError."""
        read = read_claims(claim)
        if len(read.claims) > 1:
            raise ClaimError(
                f"The message has {len(read.claims)} claims.",
                subject=read.claims[1].asked,
                remedy="Check them one by one, or all with check_all.",
            )
        return only_reply(self._pipeline.check(read, whole=True))

    def check_all(self, message: str) -> list[Verdict]:
        """Check every claim of a message, and each statement of a claim that a language model
        split. Raises ClaimError where there is none; ModelError."""
        return list(replies(self._pipeline.check(read_claims(message))))

    def reply(
        self, message: str, conversation: Sequence[Turn] = (), wish: Wish = Wish.EITHER
    ) -> Iterator[Event[Answer | Verdict]]:
        """Do with a message what the reader wishes, and tell what happens on the way, as `steps`
        does: each Verdict and Answer is Done as soon as it is there. Raises QuestionError,
        ClaimError and ModelError while it is iterated over."""
        yield from self._pipeline.reply(message, conversation, wish)

    def doctor(self) -> list[Finding]:
        """Check the store and the models, and mend what can be mended. Raises StoreError where the
        store cannot even be read, or written."""
        findings = self._store.check()
        if not all(finding.ok for finding in findings):
            self._store.repair()
            findings = self._store.check()
        notices = [Finding(ok=True, what=notice) for notice in self._store.notices]
        return [*findings, *notices, self._models(), *self._language_model()]

    def _models(self) -> Finding:
        try:
            self.warm()
        except OnrecordError as error:
            return Finding(ok=False, what=f"{error.subject}: {error.happened}", remedy=error.remedy)
        return Finding(ok=True, what="The embedding model, the reranker and the stance model load.")

    def _language_model(self) -> list[Finding]:
        """One short call, where there is a model."""
        try:
            model = self._pipeline.model or settings().language_model()
        except (ChatModelError, SettingError) as error:
            return [
                Finding(ok=False, what=f"{error.subject}: {error.happened}", remedy=error.remedy)
            ]
        if model or settings().model or not settings().model_url:
            return [examine(model)] if model else []
        return [
            Finding(ok=True, what="ONRECORD_MODEL_URL is not used until ONRECORD_MODEL is set.")
        ]

    def close(self) -> None:
        """Release the store. Using the assistant afterwards raises StoreError."""
        self._store.close()
        self._reranker.close()
        self._stance.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
