"""The head of the page, and what an empty conversation shows."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ui.wording import counted, isolated, value


def masthead(count: int, generation: int) -> Markup:
    """The head of the page, with what there is to ask about."""
    return Markup(
        '<div class="masthead"><h1>Onrecord</h1>'
        "<p>Ask what the articles say, and get the paragraph that says it.</p>"
        '<p class="holdings" role="status">{} · library update {}</p></div>'
    ).format(counted(count, "article"), generation)


def welcome(count: int, examples: Sequence[str]) -> Markup:
    """What an empty conversation shows."""
    if count == 0:
        hint = Markup(
            "There are no articles yet. Add files of articles under “Library”, "
            "then ask what they say."
        )
    else:
        hint = Markup(
            "Ask a question, or state a claim to have it checked. Every quote in a reply is word "
            "for word from your articles and leads to its paragraph. A reply says nothing that "
            "the articles don't say."
        )
    if not examples:
        return Markup('<div class="welcome"><p>{}</p></div>').format(hint)
    buttons = Markup().join(
        Markup(
            '<li><button type="button" class="example" data-question="{}">{}</button></li>'
        ).format(value(question), isolated(question))
        for question in examples
    )
    return Markup('<div class="welcome"><p>{}</p><h2>For example</h2><ul>{}</ul></div>').format(
        hint, buttons
    )
