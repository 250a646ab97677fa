"""Kill changes at every write: python -m evaluation.crash_safety.kill_points [--record FILE].

Every change that a store can go through is made again and again on a copy, by a process that is
killed (SIGKILL) on purpose: at each of its system calls that write to the store, once before the
call and once after it (evaluation/crash_safety/fault_injection.py). What it leaves is checked
(evaluation/crash_safety/killed_changes.py): it must be the whole of the old state or the new, and
sound; the same change and the next one must succeed, and nothing may be left over afterwards.

`--only add,sync`: these changes. `--sample N`: of each change, N steps of each kind (what is done,
to which file). `--least N`: kinds with fewer steps are repeated until there were N kills of each.
`--most N`: so many kills, spread over the kinds as evenly as possible. Prints a line for each kill
that left anything else, and a table, even if Ctrl-C ends it early. Linux only."""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path

from evaluation.crash_safety.fault_injection import Aim, Step, run
from evaluation.crash_safety.killed_changes import Changes, Scene
from evaluation.crash_safety.killing import in_child
from evaluation.tables import record, table
from index.search.embedding import FakeEmbedder
from index.search.vectors import import_now

_KINDS = (
    (r".*\.lock(\.holder)?", "lock"),
    (r"store/catalog\.sqlite.*-(wal|shm|journal)", "log of the catalog"),
    (r"store/catalog\.sqlite.*", "catalog"),
    (r"store/chroma/import-.*", "copy of an archive"),
    (r"store/chroma/[^/]*/chroma\.sqlite3.*", "database of the vectors"),
    (r"store/chroma.*manifest\.json", "manifest of the vectors"),
    (r"store/chroma.*", "vectors"),
    (r"store/fulltext.*\.json|store/fulltext/\.tmp.*", "list of the full text"),
    (r"store/fulltext.*", "full text"),
    (r"out/.*", "archive"),
    (r"store|store/#.*", "folder"),
)
"""What a file of the store is, by its path in the place."""


@dataclass(frozen=True, slots=True)
class Kill:
    """A kill, and what it left."""

    change: str
    step: Step
    aim: Aim
    is_killed: bool
    """False: the change had fewer steps this time."""
    wrong: tuple[str, ...]
    """What is wrong, in words."""

    @property
    def kind(self) -> str:
        """What the step does, and to which file."""
        return kind_of(self.step)


def kind_of(step: Step) -> str:
    """What a step does, and to which file."""
    named = next((name for form, name in _KINDS if re.fullmatch(form, step.path)), "other file")
    return f"{step.does}: {named}"


Planned = tuple[Scene, Step, Aim]


def planned(changes: Changes, only: Sequence[str]) -> list[Planned]:
    """Every step of the changes, before and after it."""
    found: list[Planned] = []
    for scene in changes.scenes():
        if scene.name in only or not only:
            place = _copy(changes, scene)
            steps = run(partial(changes.make, place, scene), place).steps
            shutil.rmtree(place)
            for number, step in enumerate(steps):
                found += [(scene, step, Aim(number, is_after)) for is_after in (False, True)]
    return found


def chosen(
    every: Sequence[Planned], sample: int, least: int, most: int, chance: random.Random
) -> list[Planned]:
    """Those of them that are made; 0 sets no limit. Every change is among the first of them."""
    kinds: dict[str, list[Planned]] = {}
    taken: Counter[tuple[str, str]] = Counter()
    for one in chance.sample(every, len(every)):
        name, kind = one[0].name, kind_of(one[1])
        taken[name, kind] += 1
        if not sample or taken[name, kind] <= sample:
            kinds.setdefault(kind, []).append(one)
    for of_it in kinds.values():
        of_it.extend(chance.choices(of_it, k=max(0, least - len(of_it))))
    in_turn = [one for turn in zip_longest(*kinds.values()) for one in turn if one]
    first: dict[str, int] = {}
    for place, (scene, _, _) in enumerate(in_turn):
        first.setdefault(scene.name, place)
    rest = sorted(set(range(len(in_turn))) - set(first.values()))
    return [in_turn[place] for place in (*first.values(), *rest)][: most or None]


def kills(changes: Changes, aims: Sequence[Planned]) -> Iterator[Kill]:
    """Kill the changes there, each on a copy, and check what is left."""
    for scene, step, aim in aims:
        place = _copy(changes, scene)
        ended = run(partial(changes.make, place, scene), place, aim)
        try:
            wrong = in_child(partial(changes.look, place, scene, not ended.is_killed))
        except EOFError:
            wrong = ["it could not be looked at"]
        shutil.rmtree(place)
        yield Kill(scene.name, step, aim, ended.is_killed, tuple(wrong))


def _copy(changes: Changes, scene: Scene) -> Path:
    return Path(shutil.copytree(scene.start, changes.folder / "place"))


def summary(done: Sequence[Kill]) -> str:
    """Markdown tables, by change and by kind of step."""
    wrong = sum(bool(one.wrong) for one in done)
    count = f"{len(done):,} kills, of which {wrong} left something wrong."
    by_change = _table("change", [(one.change, one) for one in done])
    by_kind = _table("step", sorted(((one.kind, one) for one in done), key=lambda each: each[0]))
    return "\n\n".join([count, by_change, by_kind])


def _table(head: str, named: Sequence[tuple[str, Kill]]) -> str:
    counts: dict[str, Counter[str]] = {}
    for name, one in named:
        counts.setdefault(name, Counter()).update(
            {
                "kills": one.is_killed,
                "before": one.is_killed and not one.aim.is_after,
                "after": one.is_killed and one.aim.is_after,
                "wrong": bool(one.wrong),
            }
        )
    heads = ["kills", "before", "after", "wrong"]
    rows = [[name, *(f"{told[each]:,}" for each in heads)] for name, told in counts.items()]
    return table([head, "kills", "before the call", "after it", "wrong"], rows)


def main() -> None:
    """Run it. Exits with 1 if a kill left something wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.crash_safety.kill_points", description=__doc__
    )
    parser.add_argument("--only", default="", help="changes, with commas between them")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--least", type=int, default=0)
    parser.add_argument("--most", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", type=Path, help="a Markdown file with marks for the table")
    given = parser.parse_args()
    import_now()  # once, for all children
    chance = random.Random(given.seed)  # noqa: S311 - the same seed, the same kills
    done = []
    with tempfile.TemporaryDirectory() as scratch:
        changes = Changes(Path(scratch), FakeEmbedder())
        every = planned(changes, list(filter(None, given.only.split(","))))
        aims = chosen(every, given.sample, given.least, given.most, chance)
        with suppress(KeyboardInterrupt):
            for one in kills(changes, aims):
                done.append(one)
                for what in one.wrong:
                    when = "after" if one.aim.is_after else "before"
                    step = f"{when} step {one.aim.step} ({one.step.does} {one.step.path})"
                    print(f"{one.change}, {step}: {what}", flush=True)
    print(summary(done))
    if given.record:
        record(given.record, "kills", summary(done))
    sys.exit(any(one.wrong for one in done))


if __name__ == "__main__":
    main()
