"""Try hostile files and texts in a minute or two: python -m
evaluation.hostile_corpus.hostile_at_once.

Hundreds of small files (evaluation/hostile_corpus/corpus.py), and what a server sends
(evaluation/hostile_corpus/corpus_web.py), are added to a store; readers' texts that may be slow are
asked, checked and searched for. Each must end in an article or an error of Onrecord's within 2
seconds of processor time and 300 MB, and nothing that an input names may be read or written.
`python -m evaluation.hostile_files.hostile` tries larger ones, and others with each seed;
tests/evaluation/test_hostile_corpus.py sends requests, too.

`--only files`: of files, web and texts, those. Prints a line for each that went wrong, and a table;
on standard error, what it is doing. Linux only (/proc)."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from assistant.assistant import Assistant
from assistant.retrieval.query_analysis import LONGEST_MESSAGE
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from evaluation.crash_safety.killing import in_child
from evaluation.hostile_corpus.corpus import files
from evaluation.hostile_corpus.corpus_texts import texts
from evaluation.hostile_corpus.corpus_web import pages
from evaluation.hostile_corpus.meter import Meter, Tried, judged
from evaluation.hostile_files.specimens import RIVER
from evaluation.hostile_files.web_site import serving
from evaluation.tables import record, table
from index.catalog.catalog import Catalog
from index.errors import OnrecordError
from index.search.embedding import FakeEmbedder
from index.search.vectors import import_now
from index.store import Store
from index.web.limits import CAREFUL, FetchLimits

_SEED = 1
_LONGEST = LONGEST_MESSAGE - 20
"""Characters of a text that is asked or checked: longer ones are refused unread."""
_SECRET = "Nobody may read that the sluice was sold."  # noqa: S105


class _Signs:
    """A ProgressCallback that meters each source of an add."""

    def __init__(self, meter: Meter, stage: str, named: Sequence[tuple[str, str]]) -> None:
        """`named`: form and kind of each source, in the order in which they are read."""
        self._meter = meter
        self._stage = stage
        self._named = named
        self._at = -1
        self.tried: list[Tried] = []

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage or done == self._at:
            if stage != self._stage and done == 0:
                _say(stage)
            return
        if 0 <= self._at < len(self._named):
            form, kind = self._named[self._at]
            self.tried.append(judged(form, kind, "", self._meter))
        self._at = done
        self._meter.restart()
        if done < len(self._named):
            _say(f"{self._named[done]}")


def _say(what: str) -> None:
    """What it is doing, for whoever has to stop it."""
    sys.stderr.write(f"{what}\n")


def try_files(folder: Path) -> list[Tried]:
    """Add all the files, as one folder."""
    below = folder / "files"
    below.mkdir()
    made = list(files(_SEED))
    paths = [below / f"{number:04}-{name}" for number, (name, _, _) in enumerate(made)]
    for path, (_, _, data) in zip(paths, made, strict=True):
        path.write_bytes(data)
    named = [(name.partition(".")[2], kind) for name, kind, _ in made]
    return _added(folder, [below], "reading", named, list(map(str, paths)))


def try_web(folder: Path) -> list[Tried]:
    """Add what a server sends, address by address."""
    with serving(_SECRET) as site:
        given = list(pages(site.url))
        site.serve_all({name: data for name, _, data in given})
        urls = [f"{site.url}/{name}" for name, _, _ in given]
        named = [(name.partition("-")[2], kind) for name, kind, _ in given]
        limits = FetchLimits(allow=(site.host,), delay=0.0)
        tried = _added(folder, urls, "fetching", named, urls, limits=limits)
        leaked = [f"it asked for {path}" for path in site.leaked]
    if leaked:
        tried.append(Tried("web", "all of them", "", 0.0, 0.0, tuple(leaked)))
    return tried


def _added(
    folder: Path,
    sources: Sequence[str | Path],
    stage: str,
    named: Sequence[tuple[str, str]],
    locations: Sequence[str],
    *,
    limits: FetchLimits = CAREFUL,
) -> list[Tried]:
    meter = Meter()
    signs = _Signs(meter, stage, named)
    with Store.open(folder / "store", FakeEmbedder(), limits) as store:
        report = store.add(sources, progress=signs)
        texts_read = [p.text for article in store.articles() for p in article.paragraphs]
    meter.close()
    catalog = Catalog(folder / "store", read_only=True)
    read = {source.location.partition("#")[0] for source in catalog.sightings.last()}
    read |= {one.location for one in catalog.watchlist.watched()}  # feeds, from which something was
    catalog.close()
    refused = {failure.source.partition("#")[0]: failure.error for failure in report.failed}
    tried = []
    for one, location in zip(signs.tried, locations, strict=True):
        wrong = list(one.wrong)
        outcome = "read" if location in read else "refused"
        error = refused.get(location)
        if error is not None and not (error.happened and error.remedy):
            wrong.append(f"{error!r} does not say what happened and what to do")
        if outcome == "refused" and not any(name.startswith(location) for name in refused):
            wrong.append("neither a reading nor an error")
        tried.append(Tried(one.form, one.kind, outcome, one.seconds, one.megabytes, tuple(wrong)))
    if any(_SECRET in text for text in texts_read):
        tried.append(Tried("all", "all of them", "", 0.0, 0.0, ("it read what it may not",)))
    places = (folder, folder / "files", Path.cwd(), Path(tempfile.gettempdir()))
    escaped = [path for place in places for path in place.glob("*escaped.txt")]
    if escaped:
        tried.append(Tried("all", "all of them", "", 0.0, 0.0, (f"it wrote {escaped}",)))
    return tried


def try_texts(folder: Path) -> list[Tried]:
    """Ask, check and search for what may be slow to read."""
    with _desk(folder) as (store, desk):
        tried = []
        meter = Meter()
        ways: dict[str, Callable[[str], object]] = {
            "ask": desk.ask,
            "check": desk.check_all,
            "search": lambda text: store.lexical(text, 5),
        }
        phrased = {"ask": "{} what rose?", "check": "The river rose {}.", "search": "{}"}
        for kind, text in texts().items():
            for name, way in ways.items():
                said = phrased[name].format(text[:_LONGEST])
                _say(f"{name}: {kind}")
                meter.restart()
                outcome, wrong = "read", []
                try:
                    way(said)
                except OnrecordError as error:
                    outcome = "refused"
                    if not (error.happened and error.remedy):
                        wrong.append(f"{error!r} does not say what to do")
                tried.append(judged(name, kind, outcome, meter, wrong))
        meter.close()
    return tried


@contextmanager
def _desk(folder: Path) -> Iterator[tuple[Store, Assistant]]:
    """A store with one article, and an assistant over it."""
    good = folder / "good.txt"
    good.write_text(f"The river\n\n{RIVER}\n", encoding="utf-8")
    store = Store.open(folder / "store", FakeEmbedder())
    store.add([good])
    with Assistant(store, OverlapReranker(), WordStance()) as desk:
        yield store, desk


def summary(tried: Sequence[Tried]) -> str:
    """A Markdown table."""
    forms = dict.fromkeys(one.form for one in tried)
    rows = []
    for form in forms:
        of_it = [one for one in tried if one.form == form]
        rows.append(
            [
                form,
                str(len(of_it)),
                str(sum(one.outcome == "read" for one in of_it)),
                str(sum(one.outcome == "refused" for one in of_it)),
                f"{max(one.seconds for one in of_it):.1f}",
                f"{max(one.megabytes for one in of_it):,.0f}",
                str(sum(bool(one.wrong) for one in of_it)),
            ]
        )
    heads = ["input", "tried", "read", "refused", "slowest, s", "most memory, MB", "wrong"]
    return table(heads, rows)


TRIES: dict[str, Callable[[Path], list[Tried]]] = {
    "files": try_files,
    "web": try_web,
    "texts": try_texts,
}
"""By name."""


def main() -> None:
    """Run it. Exits with 1 if something went wrong."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.hostile_corpus.hostile_at_once")
    parser.add_argument("--only", choices=list(TRIES))
    parser.add_argument("--record", type=Path, help="a Markdown file with marks for the table")
    given = parser.parse_args()
    import_now()  # once, for all children
    tried = []
    for name in [given.only] if given.only else TRIES:
        with tempfile.TemporaryDirectory() as scratch:
            tried += in_child(partial(TRIES[name], Path(scratch)))
    for one in tried:
        for what in one.wrong:
            print(f"{one.form}, {one.kind}: {what}")
    print(summary(tried))
    if given.record:
        record(given.record, "hostile at once", summary(tried))
    sys.exit(any(one.wrong for one in tried))


if __name__ == "__main__":
    main()
