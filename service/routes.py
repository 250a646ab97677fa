"""Which of Gradio's routes are answered: those that the page and its programs use.

Gradio has some that hand out this machine's files, fetch addresses for anyone who asks, edit the
app with a model, record the screen or show who uses it. None of them is open here, nor is any that
a later version of Gradio adds, until it is in this list."""

from __future__ import annotations

import re

_READ = re.compile(
    r"/ | /config/? | /theme\.css | /favicon\.ico | /manifest\.json | /robots\.txt"
    r"| /(?:assets|static)(?:/[\w-][\w.-]*)+"  # no step up
    r"| /gradio_api/(?:"
    r"info/? | app_id/? | startup-events | theme\.css | heartbeat/\w+ | upload_progress"
    r"| queue/data | queue/status | call/\w+/\w+"
    r")",
    re.ASCII | re.VERBOSE,
)
_WRITE = re.compile(
    r"/gradio_api/(?:"
    r"upload | queue/join | (?:run|api|call|call/v2)/\w+/? | cancel | reset/?"
    r")",
    re.ASCII | re.VERBOSE,
)


def is_open(method: str, path: str) -> bool:
    """Whether the page answers to this path (decoded) by this method."""
    return bool((_WRITE if method == "POST" else _READ).fullmatch(path))
