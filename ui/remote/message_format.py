"""What a running server and the commands that go through it agree on
(docs/guide/several-processes.md).

A change is a POST to PREFIX + its name. Its answer is lines of JSON: any number of
`{"progress": [stage, done, total]}` and of `{}`, which only says that the server is still at it,
and at the end `{"result": document}` or `{"error": ErrorJson}`."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from index.errors import SettingError, SourceRefused

PREFIX = "/api/"
PROTOCOL = "1"
"""Of what this file says. A server takes no other."""
MARK = "X-Onrecord"
"""The header that has PROTOCOL as its value. No page of another site can send it unasked."""
JSON = "application/json"
"""Content type of a wish."""
PARCEL = "application/x-onrecord"
"""Content type of files: a line of JSON with the overrides, then for each file a line of JSON with
its name and its size, and so many bytes."""
ANSWER = "application/x-ndjson"

HEARTBEAT = 5.0
"""Seconds without news after which a server says that it is still at it."""
MEGABYTE = 1_000_000
LARGEST_FILE = 64 * MEGABYTE
"""Bytes of a file that is sent, as on the page."""
LARGEST_PARCEL = 1_000 * MEGABYTE
"""Bytes of all files that are sent together."""
MOST_FILES = 20_000
"""In a parcel."""
LONGEST_LINE = 64 * MEGABYTE
"""Bytes of a line of an answer."""
LONGEST_NAME = 255
"""Bytes of a file's name."""
SHORTEST_TOKEN = 16
"""Characters."""
_NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f-\x9f/\\\\\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def usable_name(name: str) -> str:
    """The name, if a file may be sent by it: the name alone, no path. Raises SourceRefused."""
    shown = name.encode(errors="backslashreplace").decode()
    if not name.strip(". ") or _NOT_IN_NAMES.search(name) or len(shown.encode()) > LONGEST_NAME:
        raise SourceRefused(
            "A file with this name can't be sent.",
            subject=shown[:LONGEST_NAME] or "(no name)",
            remedy="Give it a shorter name without slashes or control characters.",
        )
    return name


def usable_token(token: str) -> str:
    """The token, if it can be sent in a header and is not soon guessed; "" where there is none.
    Raises SettingError."""
    if token and not re.fullmatch(rf"[!-~]{{{SHORTEST_TOKEN},}}", token):
        raise SettingError(
            f"It must have at least {SHORTEST_TOKEN} ASCII letters, digits and symbols, without "
            "spaces.",
            subject="ONRECORD_TOKEN",
            remedy="Create one, for instance with: openssl rand -hex 16",
        )
    return token


def usable_server(url: str) -> str:
    """A server's address without a slash at its end. Raises SettingError."""
    try:
        parts = urlsplit(url.strip())
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            server = f"{parts.scheme}://{parts.netloc}"
            if "@" not in server and url.strip() in (server, f"{server}/"):
                return server
    except ValueError:
        pass  # no port, or no IPv6 address
    raise SettingError(
        "This isn't a server address.",
        subject=url.rpartition("@")[2] or "--server",  # what stands before may be a password
        remedy="Write it as http://HOST:PORT, for instance http://127.0.0.1:7860.",
    )
