"""A written answer on a terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from written_store import ask, make_store, model

from assistant.types import Answer
from ui.cli import terminal

REPLY = """[{0}] Boats burned in Orsk harbour on Sunday.
[{0}] Thirty boats burned.
[{0}] Boats burned because of a cigarette.
[{0}] Ninety boats burned in \x1b[31mOrsk.
Boats sank."""


def shown(answer: Answer, capsys: pytest.CaptureFixture[str]) -> str:
    """In one line, however it is wrapped."""
    terminal.answer(answer)
    told = capsys.readouterr()
    assert told.err == ""
    assert "\x1b" not in told.out
    return " ".join(told.out.split())


def translated(answer: Answer, outlet: str) -> Answer:
    """The answer, had a machine translated that outlet's article."""
    cited = [
        one.model_copy(update={"article": replace(one.article, machine_translated=True)})
        if one.article.outlet == outlet
        else one
        for one in answer.citations
    ]
    return answer.model_copy(update={"citations": tuple(cited)})


def test_each_sentence_stands_with_what_the_checks_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with make_store(tmp_path) as store:
        told = shown(ask(store, model(REPLY)), capsys)
    prose = (
        "Boats burned in Orsk harbour on Sunday. [1] "
        "Thirty boats burned. (according to the harbour master Ilya Brandt) [2] "
        "Boats burned because of a cigarette. (not confirmed by its sources) [3] "
        "The articles disagree. They give different numbers. "
    )
    assert told.startswith(prose)
    assert "Forty boats burned in Orsk, the fire brigade said. [4]" in told
    assert "[4] Courier · 2031-05-05 · the fire brigade" in told
    struck = told.split("Struck after failing the checks: ")[1]
    assert "Ninety boats burned" in struck
    assert "(“Ninety” is not in its sources.)" in struck
    assert struck.endswith("Boats sank. (It doesn't name a paragraph that supports it.)")
    assert "Boats sank" not in prose


def test_a_citation_of_a_translated_article_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with make_store(tmp_path) as store:
        told = shown(translated(ask(store, model(REPLY)), "Gazette"), capsys)
    assert "[1] Gazette · 2031-05-04 · machine translated · " in told
    assert "[4] Courier · 2031-05-05 · the fire brigade" in told


def test_a_failing_model_is_told_above_the_quotes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with make_store(tmp_path) as store:
        told = shown(ask(store, model(ConnectionError("refused"), retries=0)), capsys)
    assert told.startswith(
        "scripted model could not be reached, so this reply uses quotes instead. "
    )
    assert "Forty boats burned in Orsk, the fire brigade said. [" in told
    assert "Struck" not in told
