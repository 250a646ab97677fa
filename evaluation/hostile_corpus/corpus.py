"""Eight hundred small hostile files, the same ones for the same seed: each must end in an article
or an error at once, so that all of them can be tried whenever anything changes.

Larger ones, and those of the web, are in evaluation/hostile_files/hostile_inputs.py."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import chain

from evaluation.hostile_corpus.corpus_archives import archives, json_lines
from evaluation.hostile_corpus.corpus_documents import pdf_files, word_files
from evaluation.hostile_corpus.corpus_pages import pages
from evaluation.hostile_corpus.corpus_texts import encodings, repeats
from evaluation.hostile_files.damage import ON_BYTES, inside
from evaluation.hostile_files.pdf_traps import Trap
from evaluation.hostile_files.specimens import FILES

_ADDRESS = b"https://velmora.example/1"
"""Of the article of evaluation/hostile_files/specimens.py."""


def files(seed: int) -> Iterator[Trap]:
    """All of them; names may be alike."""
    chance = random.Random(seed)  # noqa: S311 - the same seed, the same files
    made = (encodings, pages, word_files, pdf_files, json_lines, archives)
    every = chain(repeats(chance), *(make() for make in made), _damaged(chance))
    for number, (name, kind, data) in enumerate(every):
        # Articles of one address are one article.
        yield name, kind, data.replace(_ADDRESS, b"%s-%d" % (_ADDRESS, number))


def _damaged(chance: random.Random) -> Iterator[Trap]:
    for name, data in FILES.items():
        for kind, damage in ON_BYTES.items():
            yield name, kind, damage(data, chance)
        yield name, "damage inside", inside(name, data, chance)
