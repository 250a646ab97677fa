"""What the command line shows a person: replies, articles and reports as text for a terminal.

Everything that comes from an article passes through `safe`, so no text can drive the terminal."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from index.errors import OnrecordError
from index.files.skipped import Skipped
from index.reports import Carrier, Finding, IndexReport
from index.text.prompt_injection import suspicion
from index.types import Article, Failure, ProgressCallback, silent
from ui.invisible_characters import in_plain
from ui.wording import capitalized, carried, library_update, marks, printed_by, some_of, stage_words

if TYPE_CHECKING:
    from assistant.types import Answer, Citation, Passage, Sentence

_WIDEST = 100


def safe(text: str) -> str:
    """The text with marks in place of control characters and other invisible ones. Line ends and
    tabs stay."""
    return in_plain(text)


def say(text: str = "", indent: int = 0, **style: bool) -> None:
    """Print on standard output: wrapped and in colour on a terminal, plain elsewhere."""
    typer.echo(_laid_out(text, indent, sys.stdout.isatty(), **style))


def warn(text: str, indent: int = 0, **style: bool) -> None:
    """Print on standard error, otherwise like `say`."""
    typer.echo(_laid_out(text, indent, sys.stderr.isatty(), **style), err=True)


def _laid_out(text: str, indent: int, terminal: bool, **style: bool) -> str:
    margin = " " * indent
    lines = safe(text).split("\n")
    if terminal:
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        wrapper = textwrap.TextWrapper(
            max(width, indent + 20),
            initial_indent=margin,
            subsequent_indent=margin,
            break_long_words=False,
            break_on_hyphens=False,
        )
        laid = "\n".join(wrapper.fill(line) for line in lines)
    else:
        laid = "\n".join(margin + line if line else line for line in lines)
    styled = bool(style) and terminal and "NO_COLOR" not in os.environ
    return typer.style(laid, **style) if styled else laid


def error(wrong: OnrecordError) -> None:
    """The cause and the remedy, on standard error."""
    warn(f"{wrong.subject}: {wrong.happened}", bold=True)
    warn(wrong.remedy, indent=2)


def failures(failures: Sequence[Failure]) -> None:
    """Sources that failed, each like an error."""
    for failure in failures:
        error(failure.error)


def skipped(kinds: Sequence[Skipped]) -> None:
    """What was skipped in folders and archives, one kind at a time, on standard error."""
    for kind in kinds:
        warn(f"{kind.what} skipped: {some_of(kind.examples, kind.count)}")
        warn(kind.remedy, indent=2)


def named(word: str, articles: Sequence[tuple[str, str]]) -> None:
    """One line per article, given as (id, title), with what happened to it."""
    for article_id, title in articles:
        say(f"{word:<8} {article_id}  {title}")


def report(done: IndexReport) -> None:
    """What an `add` did; the sources that failed go to standard error."""
    named("added", done.added)
    named("updated", done.updated)
    named("gone", done.gone)
    for copy in done.copies:
        first = copy.of.outlet or copy.of.title
        say(
            f"{'copy':<8} {copy.article_id}  "
            f"repeats most of what {copy.of.article_id} does ({first})"
        )
    failures(done.failed)
    skipped(done.skipped)
    for notice in done.notices:
        say(notice)
    say(
        f"{len(done.added)} added, {len(done.updated)} updated, "
        f"{len(done.unchanged)} unchanged, {len(done.failed)} failed. "
        f"Done in {done.seconds:.1f} s; {library_update(done.generation)}."
    )


def articles(articles: Sequence[Article]) -> None:
    """One line per article: id, date, outlet, title."""
    dates = [article.published or _only_updated(article.updated) for article in articles]
    widest = max(map(len, dates), default=0)
    outlets = max((len(article.outlet or "-") for article in articles), default=0)
    for article, dated in zip(articles, dates, strict=True):
        say(
            f"{article.id}  {dated:<{widest}}  "
            f"{article.outlet or '-':<{outlets}}  {article.title}"
            + (f"  ({article.gone})" if article.gone else "")
        )
    if not articles:
        say("No articles yet. Add some: onrecord add FOLDER")


def article(whole: Article, number: int | None, carriers: Sequence[Carrier]) -> None:
    """All paragraphs with their numbers, or the one with that number."""
    say(whole.title, bold=True)
    dated = [whole.published or (whole.updated and "publication date not given")]
    dated += [f"updated {whole.updated}" if whole.updated else None]
    known = [whole.outlet, ", ".join(whole.authors), *dated, whole.url, whole.language]
    known += marks(whole)
    say(" · ".join(["version " + str(whole.version), *(fact for fact in known if fact)]), dim=True)
    if whole.retracted:
        say(f"The article was {whole.retracted}.", bold=True)
    if whole.gone:
        say(f"The article is {whole.gone}.", bold=True)
    if carriers:
        say(f"The same text, earliest publisher first: {carried(carriers)}.")
    shown = whole.paragraphs if number is None else (whole.paragraph(number),)
    for paragraph in shown:
        say()
        role = "" if paragraph.role == "body" else f" ({paragraph.role})"
        posted = f" · {paragraph.published}" if paragraph.published else ""
        say(f"#{paragraph.number}{role}{posted}", dim=True)
        _suspicious(suspicion(paragraph.text), indent=2)
        say(paragraph.text, indent=2)


def passages(passages: Sequence[Passage]) -> None:
    """Best first, each with its article and paragraphs."""
    for place, passage in enumerate(passages, 1):
        chunk = passage.chunk
        paragraphs = f"#{chunk.first}" + (f"–{chunk.last}" if chunk.last > chunk.first else "")
        say(f"{place}. {passage.article.title}", bold=True)
        say(
            _line(
                passage.article,
                passage.article.published,
                f"{passage.article.id}{paragraphs}",
                f"{passage.score:.2f}",
            ),
            indent=3,
            dim=True,
        )
        if passage.article.retracted:
            say(f"The article was {passage.article.retracted}.", indent=3, bold=True)
        _suspicious(passage.suspicious, indent=3)
        say(chunk.text, indent=3)
        for carrier in passage.carriers:
            say(f"also in {carrier.outlet or carrier.title} ({carrier.id})", indent=3, dim=True)
        say()
    if not passages:
        say("Nothing found.")


def answer(reply: Answer) -> None:
    """The quotes with their numbers, by side where the articles disagree, then the citations."""
    if reply.question != reply.asked:
        say(f"Understood as: {reply.question}", dim=True)
    for notice in reply.notices:
        say(notice, dim=True)
    if reply.abstained:
        say(reply.text, bold=True)
        if reply.nearest:
            known = "not assessed" if reply.not_judged else "none answers the question"
            say()
            say(f"Closest passages ({known}):")
            citations(reply.nearest, with_quote=True)
        return
    names = [name for disagreement in reply.disagreements for name in disagreement.sides]
    written = [sentence for sentence in reply.sentences if sentence.check]
    _written(written)
    for disagreement in reply.disagreements:
        say(f"The articles disagree. {disagreement.reason}", bold=True)
    for side, name in enumerate(names, start=1):
        say(f"{side}. {capitalized(name)}:", dim=True)
        _sentences([sentence for sentence in reply.sentences if sentence.side == side], indent=3)
    others = [one for one in reply.sentences if one.side is None and one.check is None]
    if (names or written) and others:
        say()
        say("Also:", dim=True)
    _sentences(others)
    citations(reply.citations)
    if reply.struck:
        say()
        say("Struck after failing the checks:", dim=True)
    for struck in reply.struck:
        say(f"{struck.text} ({struck.reason})", indent=3, dim=True)


def _written(sentences: Sequence[Sentence]) -> None:
    """What a language model wrote, each sentence with what the checks found."""
    from assistant.types import NOT_CONFIRMED  # noqa: PLC0415 - slow to import

    for sentence in sentences:
        marks = "".join(f" [{number}]" for number in sentence.citations)
        word = f" (according to {sentence.speaker})" if sentence.speaker else ""
        doubt = f" ({NOT_CONFIRMED})" if sentence.check == "marked" else ""
        say(f"{sentence.text}{word}{doubt}{marks}")


def _sentences(sentences: Sequence[Sentence], indent: int = 0) -> None:
    for sentence in sentences:
        say(sentence.text + "".join(f" [{number}]" for number in sentence.citations), indent)


def citations(cited: Sequence[Citation], with_quote: bool = False) -> None:
    """Each number with its outlet, date, speaker and the place that `show` prints."""
    for citation in cited:
        say()
        place = f"{citation.article.id}#{citation.paragraph.number}"
        facts = _line(citation.article, citation.published, citation.speaker, place)
        say(f"[{citation.number}] {facts}")
        say(citation.article.title, indent=4, dim=True)
        if citation.retracted:
            say(f"The article was {citation.retracted}.", indent=4, bold=True)
        _suspicious(citation.suspicious, indent=4)
        if with_quote:
            say(citation.quote, indent=4)
        first, others = printed_by(citation)
        if first:
            say(f"first in {first}", indent=4, dim=True)
        if others:
            say(f"also in {others}", indent=4, dim=True)


def _suspicious(reason: str | None, indent: int) -> None:
    """A warning of a paragraph that looks like instructions to a language model."""
    if reason:
        say(reason, indent, bold=True)


def _only_updated(updated: str | None) -> str:
    """In place of a missing date of publication."""
    return f"updated {updated}" if updated else "-"


def _line(article: Article, published: str | None, *more: str | None) -> str:
    """Outlet, date, marks of the article, and more, where they are known."""
    dated = published or (_only_updated(article.updated) if article.updated else None)
    known = (article.outlet or "outlet unknown", dated, *marks(article), *more)
    return " · ".join(fact for fact in known if fact)


def findings(seen: Sequence[Finding]) -> None:
    """One line per finding, with its remedy."""
    for finding in seen:
        say(f"{'ok ' if finding.ok else 'BAD'}  {finding.what}", bold=not finding.ok)
        if finding.remedy:
            say(finding.remedy, indent=5)


@contextmanager
def progress_bar() -> Iterator[ProgressCallback]:
    """A bar for each stage on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console  # noqa: PLC0415 - only for long work on a terminal
    from rich.progress import Progress as Bars  # noqa: PLC0415
    from rich.progress import TaskID  # noqa: PLC0415

    tasks: dict[str, TaskID] = {}
    with Bars(console=Console(stderr=True), transient=True) as bars:

        def show(stage: str, done: int, total: int) -> None:
            words = stage_words(stage)
            if words not in tasks:
                tasks[words] = bars.add_task(safe(words), total=total)
            bars.update(tasks[words], completed=done, total=total)

        yield show
