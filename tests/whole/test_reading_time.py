"""Reading takes time in proportion to the text, has a limit, and holds no one up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx
import pytest
from linearity import GENERAL, grows, seconds
from service_run import FILES, in_service, parcel, request

from assistant.attribution.speech_acts import asserts
from assistant.attribution.statements import statements
from assistant.retrieval.query_analysis import LONGEST_MESSAGE, understand
from assistant.verdicts.claim_detection import read_claims
from index.errors import ClaimError, QuestionError, SourceTooSlow
from index.parsing.parser import Parser
from index.reading.article_reader import read
from index.reading.bylines import byline_authors, split_names
from index.reading.captions import is_caption
from index.reading.contents import Document
from index.reading.dates import find_date
from index.reading.header_fields import front_matter, header_field
from index.reading.outlets import dateline, part_title
from index.reading.paragraph_roles import role_by_itself
from index.reading.time_stamps import is_time_stamp
from index.reading.titles import end_of_title_line
from index.strings.quotation_marks import quotations
from index.text.paragraphs import split
from index.text.prompt_injection import suspicion
from index.text.sentences import LONGEST, sentences
from index.types import NO_OVERRIDES, Source

HEAD = "The bridge is closed\n\nThe bridge over the Orsk was closed on Monday, the mayor said.\n\n"
PIECES = (
    *GENERAL, "Ivo said. ", "“Yes,” he said. ", "1 May 2031, ", "Ivo Lamm, ", "and Bo ",
    "who said ", "llms must ", "said said ", "late ", "a@a", "http://a ", "A B\n\n",
)  # fmt: skip
QUICK = 2.0
"""Seconds of the processor for one document."""
LATE = 5.0
"""Seconds by the clock after which a reader was held up, on a machine that does much else."""


def document(text: str) -> Document:
    return Document(Source("file", "/articles/bridge.txt"), text, "utf-8")


def filled(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def attacks(size: int) -> Iterator[str]:
    """Texts that took a quadratic time, and their neighbours."""
    yield "(" * (size // 2) + ")" * (size // 2)
    for piece in (
        "? ",
        "[",
        "“ ",
        '"',
        "! ",
        ". ",
        "((",
        "<",
        "，",
        "— ",
        "\u3000",
        "1,",
        "a ",
        "A. ",
    ):
        yield filled(piece, size)


def article_of(text: str) -> object:
    return statements.__wrapped__(read(document(HEAD + text), NO_OVERRIDES))  # without its cache


@pytest.mark.parametrize(
    "reads",
    [
        split,
        split_names,
        byline_authors,
        is_caption,
        find_date,
        header_field,
        is_time_stamp,
        dateline,
        part_title,
        front_matter,
        role_by_itself,
        sentences,
        suspicion.__wrapped__,  # without its cache
        end_of_title_line,
        quotations,
        article_of,
    ],
    ids=lambda reads: str(reads.__name__),
)
def test_what_reads_a_text_takes_time_in_proportion(reads: Callable[[str], object]) -> None:
    told = {
        piece: growth for piece in PIECES if (growth := grows(reads, partial(filled, piece), 0.01))
    }
    assert not told


@pytest.mark.parametrize("size", [8_000, 64_000, 512_000])
def test_a_text_that_is_made_to_be_slow_is_read_at_once(size: int) -> None:
    with Parser() as parser:
        for text in attacks(size):
            parser.read(document(HEAD + text), NO_OVERRIDES)
            taken = seconds(partial(read, document(HEAD + text), NO_OVERRIDES))
            assert taken < QUICK, text[:20]
            assert seconds(partial(suspicion.__wrapped__, text)) < QUICK, text[:20]


def test_reading_has_a_limit_for_plain_text_too() -> None:
    text = HEAD + "A line of the list\n" * 49_000
    with Parser(seconds=0.05) as parser, pytest.raises(SourceTooSlow, match=r"0\.1 seconds"):
        parser.read(document(text), NO_OVERRIDES)


def test_a_sentence_is_judged_at_once() -> None:
    asserts("The first sentence loads the dictionary.")
    for piece in PIECES:
        sentence = filled(piece, LONGEST)
        assert seconds(partial(asserts, sentence)) < 0.3, piece


@pytest.mark.parametrize("reads", [read_claims, understand])
def test_a_message_is_understood_at_once_or_refused(reads: Callable[[str], object]) -> None:
    def told(message: str) -> None:
        try:
            reads(message)
        except (ClaimError, QuestionError):
            return

    for piece in PIECES:
        message = filled(piece, LONGEST_MESSAGE)
        assert seconds(partial(told, message)) < 0.5, piece
    with pytest.raises((ClaimError, QuestionError), match=r"4,000"):
        reads("a " * LONGEST_MESSAGE)


def test_others_are_served_while_a_slow_text_is_read(tmp_path: Path) -> None:
    files = [(f"{place}.txt", (HEAD + text).encode()) for place, text in enumerate(attacks(64_000))]
    with in_service(tmp_path) as (_, url), ThreadPoolExecutor(1) as other:
        adding = other.submit(request, url, "upload", headers=FILES, content=parcel(*files))
        waited = []
        with httpx.Client(trust_env=False, timeout=60) as client:
            while not adding.done():
                asked = time.perf_counter()
                assert client.get(url).status_code == 200
                waited.append(time.perf_counter() - asked)
        status, lines = adding.result()
    assert status == 200
    assert len(lines[-1]["result"]["added"]) + len(lines[-1]["result"]["failed"]) == len(files)
    assert waited
    assert max(waited) < LATE
