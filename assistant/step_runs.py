"""The steps of one reply as they are taken: each is timed, and seen by LangChain's callbacks under
its name."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from langchain_core.runnables import (
    RunnableConfig,
    RunnableGenerator,
    RunnableLambda,
    ensure_config,
)

GivenT = TypeVar("GivenT")
ResultT = TypeVar("ResultT")


class Steps:
    """For one message, used by one thread at a time."""

    def __init__(self, config: RunnableConfig | None = None) -> None:
        """`config`: LangChain's, with a user's callbacks."""
        self._config = config
        self.seconds: dict[str, float] = {}
        """How long each step took, by its name."""
        self.results: dict[str, object] = {}
        """What each step found, by its name."""

    def take(
        self, name: str, work: Callable[[GivenT, RunnableConfig], ResultT], given: GivenT
    ) -> ResultT:
        """Do the work, and note what it found."""

        def whole(each: GivenT, config: RunnableConfig) -> ResultT:
            return work(each, config)

        step: RunnableLambda[GivenT, ResultT] = RunnableLambda(whole, name=name)
        with self._timed(name):
            result = step.invoke(given, self._config)
        self.results[name] = result
        return result

    def stream(
        self, name: str, work: Callable[[GivenT, RunnableConfig], Iterator[ResultT]], given: GivenT
    ) -> Iterator[ResultT]:
        """Do the work piece by piece."""

        def pieces(
            all_given: Iterator[GivenT], config: RunnableConfig | None = None
        ) -> Iterator[ResultT]:
            for each in all_given:
                yield from work(each, ensure_config(config))

        step: RunnableGenerator[GivenT, ResultT] = RunnableGenerator(pieces, name=name)
        with self._timed(name):
            yield from step.stream(given, self._config)

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - started, 4)
