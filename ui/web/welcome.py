"""The head of the page, and what an empty conversation shows."""

from __future__ import annotations

from collections.abc import Sequence

from ui.wording import counted, isolated, value


def masthead(count: int, generation: int) -> str:
    """The head of the page, with what there is to ask about."""
    return (
        '<div class="masthead"><h1>Onrecord</h1>'
        "<p>Ask what the articles say, and get the paragraph that says it.</p>"
        f'<p class="holdings" role="status">{counted(count, "article")} · '
        f"library update {generation}</p></div>"
    )


def welcome(count: int, examples: Sequence[str]) -> str:
    """What an empty conversation shows."""
    if count == 0:
        hint = (
            "There are no articles yet. Add files of articles under “Library”, "
            "then ask what they say."
        )
    else:
        hint = (
            "Ask a question, or state a claim to have it checked. Every quote in a reply is word "
            "for word from your articles and leads to its paragraph. A reply says nothing that "
            "the articles don't say."
        )
    if not examples:
        return f'<div class="welcome"><p>{hint}</p></div>'
    buttons = "".join(
        f'<li><button type="button" class="example" data-question="{value(question)}">'
        f"{isolated(question)}</button></li>"
        for question in examples
    )
    return f'<div class="welcome"><p>{hint}</p><h2>For example</h2><ul>{buttons}</ul></div>'
