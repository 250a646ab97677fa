"""The way of a question to its citations, and of a claim to its verdict, passes every file once: no
step turns back to a file that an earlier one has been in. A language model's steps aren't held."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import pytest
from langchain_core.runnables import RunnableConfig
from stores import Write

import assistant
from assistant.answers.answerer import Quoting
from assistant.events import Done
from assistant.pipeline import Pipeline
from assistant.retrieval.retriever import Retriever
from assistant.step_runs import Steps
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from assistant.verdicts.claim_detection import read_message
from index.store import Store

ROOT = Path(assistant.__file__).parent
LEFT_OUT = (
    "english/",  # what words and sentences are, for whoever reads some
    "attribution/",  # the same, of who says them
    "testing/",  # stands for the wrappers of the models
    "nli/base.py",  # what a stance model is
    "types.py",
    "verdicts/types.py",
    "evidence.py",
    "thresholds.py",
    "events.py",
    "step_runs.py",  # takes the steps
    "pipeline.py",  # lists them
)
"""No stations on the way: vocabulary, nouns, and what leads from step to step."""
ALLOWED = {
    "answers/answer_difference.py": "select holds what was not read yet against what answers, and "
    "relate holds what answers against each other: two sets of pairs, one rule.",
    "verdicts/checker.py": "lists a claim's steps, as the pipeline does a question's",
}
"""Files that two steps enter, each with why."""

STEPS = ("understand", "retrieve", "select", "relate", "answer")
"""Of a question."""

PIERS = range(3, 23)
"""More than is read for one answer."""

GivenT = TypeVar("GivenT")
ResultT = TypeVar("ResultT")


class Entered:
    """Which files each step enters."""

    def __init__(self) -> None:
        self.steps: dict[str, list[str]] = {}
        """File, as seen from assistant/ -> the steps that entered it, in their order."""
        self._step = ""

    @contextmanager
    def during(self, step: str) -> Iterator[None]:
        """Note the files that are entered meanwhile as this step's."""
        before, self._step = sys.getprofile(), step
        sys.setprofile(self._note)
        try:
            yield
        finally:
            sys.setprofile(before)

    def twice(self) -> dict[str, list[str]]:
        """The files that more than one step entered."""
        return {
            file: steps
            for file, steps in self.steps.items()
            if len(steps) > 1 and not file.startswith(LEFT_OUT)
        }

    def _note(self, frame: FrameType, event: str, _: Any) -> None:
        if event != "call" or not frame.f_code.co_filename.startswith(f"{ROOT}/"):
            return
        file = Path(frame.f_code.co_filename).relative_to(ROOT).as_posix()
        steps = self.steps.setdefault(file, [])
        if self._step not in steps:
            steps.append(self._step)


class ProfiledSteps(Steps):
    """Steps that are watched."""

    def __init__(self, entered: Entered) -> None:
        super().__init__()
        self._entered = entered

    def take(
        self, name: str, work: Callable[[GivenT, RunnableConfig], ResultT], given: GivenT
    ) -> ResultT:
        with self._entered.during(name):
            return super().take(name, work, given)

    def stream(
        self, name: str, work: Callable[[GivenT, RunnableConfig], Iterator[ResultT]], given: GivenT
    ) -> Iterator[ResultT]:
        with self._entered.during(name):
            yield from list(super().stream(name, work, given))


@pytest.fixture
def pipeline(store: Store, write: Write) -> Pipeline:
    """Over two articles that contradict each other, and one with many sentences."""
    store.add(
        [
            write(
                "herald",
                "Boats burn in Orsk harbour",
                "Thirty boats burned in the harbour of Orsk on Monday night, Ivo Lamm said.",
                "The harbour of Orsk was closed. It will stay closed until Friday.",
            ),
            write(
                "post",
                "Fire in Orsk",
                "Twelve boats burned in the harbour of Orsk on Monday night, the mayor said.",
                "The government of Lindmoor denied that the harbour of Orsk was closed.",
            ),
            write(
                "guide",
                "A guide to Orsk",
                *(f"Pier {number} of the harbour of Orsk has room for boats." for number in PIERS),
            ),
        ]
    )
    reranker = OverlapReranker()
    return Pipeline(store, Retriever(store, reranker), reranker, WordStance(), Quoting())


def _unexpected(entered: Entered) -> dict[str, list[str]]:
    return {file: steps for file, steps in entered.twice().items() if file not in ALLOWED}


@pytest.mark.parametrize(
    ("question", "disputed"),
    [
        ("How many boats burned in the harbour of Orsk?", True),
        ("What did Ivo Lamm say about the boats?", False),
        ("When did the boats burn in Orsk?", False),
        ("Who won the cup?", False),
    ],
)
def test_a_question_enters_no_file_twice(pipeline: Pipeline, question: str, disputed: bool) -> None:
    entered = Entered()
    *_, last = pipeline.answer(question, (), ProfiledSteps(entered))
    assert isinstance(last, Done)
    assert last.reply.disagreement is disputed
    assert {step for steps in entered.steps.values() for step in steps} == set(STEPS)
    assert _unexpected(entered) == {}


@pytest.mark.parametrize(
    "claim",
    [
        "Thirty boats burned in the harbour of Orsk",
        "The harbour of Orsk was closed",
        "Ivo Lamm said that twelve boats burned in the harbour of Orsk",
        "The moon is made of cheese",
    ],
)
def test_a_claim_enters_no_file_twice(pipeline: Pipeline, claim: str) -> None:
    entered = Entered()
    with entered.during("read"):
        read = read_message(claim)
    events = pipeline.check(read.checkable)
    for step in ("begin", "gather", "weigh"):
        with entered.during(step):
            event = next(events)
    assert isinstance(event, Done)
    assert _unexpected(entered) == {}


def test_each_exception_is_needed(pipeline: Pipeline) -> None:
    asked, checked = Entered(), Entered()
    list(pipeline.answer("When did boats burn in the harbour of Orsk?", (), ProfiledSteps(asked)))
    events = pipeline.check(read_message("The harbour of Orsk was closed").checkable)
    for step in ("begin", "gather", "weigh"):
        with checked.during(step):
            next(events)
    assert {**asked.twice(), **checked.twice()}.keys() == ALLOWED.keys()
