"""Text for language models: one file a prompt, and the loader.

A prompt is a Markdown file in this folder. `{name}` in it is a variable; braces are doubled."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

_FOLDER = Path(__file__).parent


def load(name: str, **variables: str) -> str:
    """The prompt `name`.md with its variables filled in.

    Raises KeyError where a variable is missing, unknown to the prompt, or the prompt is: these
    are mistakes in our code, found by its tests, not something a reader can mend."""
    path = _FOLDER / f"{name}.md"
    if not path.is_file():
        raise KeyError(f"There is no prompt {name!r} in {_FOLDER}.")
    text = path.read_text(encoding="utf-8")
    wanted = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    given = set(variables)
    if wanted != given:
        raise KeyError(
            f"The prompt {name!r} misses {sorted(wanted - given)} and does not use "
            f"{sorted(given - wanted)}."
        )
    return text.format(**variables)
