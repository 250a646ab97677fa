"""A store that is changed through a server, for the tests of that."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from browser import served

from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.web.limits import CAREFUL, FetchLimits
from onrecord import Assistant
from service.change_permission import Guard
from service.service import Service

TOKEN = "a-token-of-the-tests"
OURS = {"X-Onrecord": "1", "Content-Type": "application/json"}
"""Headers that a wish must have."""
FILES = {"X-Onrecord": "1", "Content-Type": "application/x-onrecord"}
"""Headers that files must have."""


@contextmanager
def in_service(
    folder: Path,
    *,
    guard: Guard | None = None,
    fetching: FetchLimits = CAREFUL,
    kind: type[Assistant] = Assistant,
) -> Iterator[tuple[Assistant, str]]:
    """A new store in the folder, and the address of a server that takes changes to it."""
    store = Store.open(folder / "store", FakeEmbedder(), fetching)
    asked = guard or Guard.of("127.0.0.1", "")
    with (
        kind(store, OverlapReranker(), WordStance()) as desk,
        served(desk, lambda room: Service(desk, asked, room), folder / "store") as url,
    ):
        yield desk, url


def request(
    url: str,
    name: str,
    wish: object = None,
    *,
    headers: Mapping[str, str] = OURS,
    content: bytes | None = None,
    method: str = "POST",
) -> tuple[int, list[Any]]:
    """The status and the lines of the answer to a wish, or to other content."""
    content = json.dumps(wish or {}).encode() if content is None else content
    sent = [(header.encode(), value.encode("latin-1")) for header, value in headers.items()]
    with httpx.Client(trust_env=False, timeout=30) as client:
        reply = client.request(method, f"{url}api/{name}", content=content, headers=sent)
    assert not [header for header in reply.headers if header.startswith("access-control-")]
    return reply.status_code, [json.loads(line) for line in reply.text.splitlines()]


def parcel(*files: tuple[str, bytes], **telling: str) -> bytes:
    """Files as they are sent."""
    lines = [json.dumps(telling).encode() + b"\n"]
    for name, data in files:
        lines.append(json.dumps({"name": name, "size": len(data)}).encode() + b"\n" + data)
    return b"".join(lines)
