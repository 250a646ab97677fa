"""The rows used for measuring and never for training."""

import random
from collections.abc import Sequence
from pathlib import Path

from training.pairs import read_pairs
from training.rows import Row, account_row, claim_row, question_row
from training.written import account_pairs, held_out, passages


def dev_rows(public: Path | None, most: int | None = None, seed: int = 5) -> dict[str, list[Row]]:
    """Held-out rows by what they measure.

    Args:
        public: pairs of public sets, `.jsonl.gz`; left out if None.
        most: at most so many of each, a seeded sample.
    """
    given = [one for one in passages() if held_out(one.file, one.number)]
    claims = [(passage, claim) for passage in given for claim in passage.claims]
    questions = [(passage, question) for passage in given for question in passage.questions]
    found = {
        "whole": [claim_row(passage, claim, "whole") for passage, claim in claims],
        "sentence": [claim_row(passage, claim, "sentence") for passage, claim in claims],
        "questions": [question_row(passage, question) for passage, question in questions],
        "accounts": [account_row(one) for one in account_pairs() if held_out(one.file, one.number)],
    }
    if public is not None:
        for pair in read_pairs(public):
            name = "multi-genre" if pair.source.startswith("lingnli") else "news and encyclopedia"
            row = Row(pair.claim, pair.evidence, pair.source, stance=pair.label)
            found.setdefault(name, []).append(row)
    if most is None:
        return found
    chooser = random.Random(seed)  # noqa: S311
    return {name: _some(rows, most, chooser) for name, rows in found.items()}


def _some(rows: Sequence[Row], most: int, chooser: random.Random) -> list[Row]:
    return chooser.sample(list(rows), min(most, len(rows)))
