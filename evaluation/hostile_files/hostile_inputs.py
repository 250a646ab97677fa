"""The hostile inputs: valid ones damaged at random, and malicious ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from evaluation.crash_safety.killing import in_child
from evaluation.hostile_files.damage import ON_BYTES, inside
from evaluation.hostile_files.specimens import FILES
from evaluation.hostile_files.traps import traps
from evaluation.hostile_files.web_site import Site
from evaluation.hostile_files.web_traps import specimens, web_traps


@dataclass(frozen=True, slots=True)
class Hostile:
    """One input."""

    form: str
    """The suffix of a file, or the name of what a server sends."""
    attack: str
    file: Path
    """Where its bytes are."""
    of_the_web: bool


def inputs(site: Site, folder: Path, count: int, seed: int) -> list[Hostile]:
    """So many inputs, the same ones for the same seed, written into a folder: all malicious ones,
    if there is room, and for the rest an equal number of each format and each kind of damage.

    In a process of its own, so that none of their memory is counted."""
    return in_child(lambda: _choose([*_made(site, folder)], count, seed, site, folder))


def _made(site: Site, folder: Path) -> Iterator[Hostile]:
    found = chain(
        ((trap, False) for trap in traps(f"{site.url}/leak")),
        ((trap, True) for trap in web_traps(site.url)),
    )
    for number, ((name, attack, data), of_the_web) in enumerate(found):
        yield _written(folder / f"made-{number}", name, attack, data, of_the_web)


def _choose(made: list[Hostile], count: int, seed: int, site: Site, folder: Path) -> list[Hostile]:
    chance = random.Random(seed)  # noqa: S311 - the same seed, the same inputs
    if len(made) >= count:
        return chance.sample(made, count)
    valid = [(name, data, False) for name, data in FILES.items()]
    valid += [(name, data, True) for name, data in specimens(site.url).items()]
    for number in range(count - len(made)):
        name, data, of_the_web = valid[number % len(valid)]
        kinds = [*ON_BYTES, "damage inside"]
        attack = kinds[number // len(valid) % len(kinds)]
        hurt = ON_BYTES[attack](data, chance) if attack in ON_BYTES else inside(name, data, chance)
        made.append(_written(folder / f"damaged-{number}", name, attack, hurt, of_the_web))
    return made


def _written(folder: Path, name: str, attack: str, data: bytes, of_the_web: bool) -> Hostile:
    folder.mkdir(parents=True)
    file = folder / name
    file.write_bytes(data)
    return Hostile(_form(name), attack, file, of_the_web)


def _form(name: str) -> str:
    return name if name.endswith((".xml", ".xml.gz")) else name.partition(".")[2]
