"""Invented data in the form of the data sets that verdicts are measured with."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def write_rows(file: Path, rows: Iterable[dict[str, Any]]) -> None:
    """JSON lines, packed where the name says so."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row) + "\n" for row in rows)
    packed = gzip.compress(text.encode()) if file.suffix == ".gz" else text.encode()
    file.write_bytes(packed)


def quiz_row(question: str, choices: list[str], answer: int, *urls: str) -> dict[str, Any]:
    """A row of RealTimeQA; its variant leaves out the first choice."""
    right = answer - 1 if answer else len(choices) - 1
    return {
        "question": question,
        "choices": choices,
        "answer": answer,
        "nota": {"choices": [*choices[1:], "None of the above"], "answer": right},
        "articles": list(urls),
    }
