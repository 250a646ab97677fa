"""The look of the page: its theme, its style sheet and its script, all served from here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import gradio as gr
from markupsafe import Markup

HERE = Path(__file__).resolve().parent

# Plain names, no gr.themes.GoogleFont: nothing is fetched, the machine's own fonts are used.
SANS = ["system-ui", "Segoe UI", "Helvetica Neue", "Noto Sans", "DejaVu Sans", "sans-serif"]
MONO = ["ui-monospace", "Consolas", "DejaVu Sans Mono", "monospace"]

TEMPLATES = ("return `${value}`;", "return ``;", 'return "${value}";', 'return "";')
"""What Gradio and its Handlebars make of the templates that an HTML part has by default."""


def theme() -> gr.themes.Base:
    """Gradio's plainest theme in the page's own colours, which style.css names."""
    base = gr.themes.Base(
        primary_hue="slate",
        neutral_hue="stone",
        radius_size="sm",
        font=SANS,
        font_mono=MONO,
    )
    both = {
        "body_text_color_subdued": "var(--muted)",
        "background_fill_primary": "var(--sheet)",
        "background_fill_secondary": "var(--paper)",
        "block_background_fill": "var(--sheet)",
        "block_border_color": "var(--rule)",
        "block_label_background_fill": "var(--sheet)",
        "block_label_text_color": "var(--muted)",
        "block_title_text_color": "var(--ink)",
        "block_info_text_color": "var(--muted)",
        "border_color_primary": "var(--rule)",
        "border_color_accent": "var(--accent)",
        "input_background_fill": "var(--sheet)",
        "input_border_color": "var(--edge)",
        "input_border_color_focus": "var(--accent)",
        "input_placeholder_color": "var(--muted)",
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent-strong)",
        "button_primary_text_color": "var(--sheet)",
        "button_secondary_background_fill": "transparent",
        "button_secondary_background_fill_hover": "var(--paper)",
        "button_secondary_text_color": "var(--ink)",
        "button_secondary_border_color": "var(--edge)",
    }
    dark = {f"{name}_dark": value for name, value in both.items()}
    return base.set(
        # The page's own --paper and --ink, as numbers: these two are needed before style.css is.
        body_background_fill="#faf8f4",
        body_background_fill_dark="#161512",
        body_text_color="#1d1c1a",
        body_text_color_dark="#ece8df",
        input_border_width="1px",
        color_accent="var(--accent)",
        **both,
        **dark,
    )


def style() -> str:
    """The style sheet."""
    return (HERE / "style.css").read_text(encoding="utf-8")


def script() -> str:
    """The page's own script."""
    return (HERE / "page.js").read_text(encoding="utf-8")


def script_element() -> Markup:
    """The script as HTML, for the page's head. Its text comes from a file of ours, not from a
    reader or an article."""
    return Markup("<script>{}</script>").format(Markup(script()))  # noqa: S704


def trusted(compiled: Iterable[str]) -> str:
    """The script that says which code the browser may compile: the page's own script, `compiled`
    and what Gradio makes of an HTML part's template."""
    known = [code.strip() for code in (script(), *compiled, *TEMPLATES)]
    # As JSON inside a script: neither "<" nor a line separator may end it.
    listed = json.dumps(known).replace("<", "\\u003c")
    return (HERE / "trusted_types.js").read_text(encoding="utf-8").replace("KNOWN", listed)
