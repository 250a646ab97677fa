"""What the commands that keep the index show a person, and an article's versions."""

from __future__ import annotations

from collections.abc import Sequence

from index.reports import Archived, RebuildReport, RemovalReport, Restored, Version
from index.text.differences import ChangeKind, Difference
from index.types import ArticleDetails
from ui.cli.terminal import named, say, warn
from ui.wording import counted, library_update, rebuilt_details, rebuilt_words

_MARKS = {ChangeKind.ADDED: "{{+{}+}}", ChangeKind.REMOVED: "[-{}-]"}
"""Round words that only one version has, as `git diff --word-diff` writes them."""


def meant(articles: Sequence[ArticleDetails], *, on_error: bool = False) -> None:
    """What would go. `on_error`: on standard error, before a question."""
    show = warn if on_error else say
    for article in articles:
        updated = f"updated {article.updated}" if article.updated else None
        known = [article.outlet, article.published or updated, article.title]
        show(f"{article.id}  {' · '.join(fact for fact in known if fact)}")
    if not on_error:
        show(f"{counted(len(articles), 'article')} would be removed.")


def removed(done: RemovalReport) -> None:
    """What went."""
    named("removed", done.removed)
    say(
        f"{counted(len(done.removed), 'article')} removed, {done.freed / 1e6:.1f} MB freed "
        f"in {done.seconds:.1f} s; {library_update(done.generation)}."
    )
    if not done.is_purged:
        warn(
            "They can no longer be found, but their text is still in the store's files, because "
            "the disk is full or someone is reading. Run: onrecord doctor"
        )


def versions(
    versions: Sequence[Version], changes: Sequence[tuple[int, int, Sequence[Difference]]]
) -> None:
    """The versions, and what changed from each to the next."""
    for version in versions:
        note = "  (the one being searched)" if version.is_current else ""
        say(f"version {version.number}  added {version.seen}  {version.title}{note}")
    for older, newer, differences in changes:
        say()
        say(f"From version {older} to {newer}:", bold=True)
        for each in differences:
            number = each.older if each.newer is None else each.newer
            say(f"{each.kind} #{number}", indent=2, dim=True)
            say("".join(_MARKS.get(p.kind, "{}").format(p.text) for p in each.pieces), indent=4)
        if not differences:
            say("No paragraph changed, only the article's details.", indent=2)


def archived(done: Archived) -> None:
    """The file, and how to know it again."""
    say(
        f"{done.file}: {counted(done.articles, 'article')}, {library_update(done.generation)}, "
        f"{done.size / 1e6:.1f} MB"
    )
    say(f"sha256 {done.sha256}", dim=True)


def restored(done: Restored) -> None:
    """What the store holds now."""
    instead = f", instead of {done.replaced}" if done.replaced else ""
    say(
        f"{counted(done.articles, 'article')} imported{instead} "
        f"in {done.seconds:.1f} s; {library_update(done.generation)}."
    )


def retracted(article: ArticleDetails) -> None:
    """How an article is marked now."""
    say(f"{article.id}  {article.title}: {article.retracted or 'not retracted'}")


def rebuilt(done: RebuildReport) -> None:
    """What a rebuild did."""
    say(rebuilt_words(done))
    say(rebuilt_details(done), dim=True)


def interrupted_rebuild() -> None:
    """What is to be known when Ctrl-C ends a rebuild."""
    warn("Interrupted. Searches work as before, and what has been prepared so far is kept.")
    warn("To continue: onrecord rebuild. To discard it: onrecord rebuild --abandon", indent=2)


def abandoned(freed: int) -> None:
    """How many bytes dropping a rebuild gave back."""
    say(f"{freed / 1e6:.1f} MB freed; searches work as before.")
