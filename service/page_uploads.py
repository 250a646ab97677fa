"""Uploads from the page: Gradio writes them to disk, within what the room for uploads allows."""

from __future__ import annotations

import json
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import SourceTooLarge, StoreError
from service.change_permission import Refusal
from ui.web.upload_room import UploadRoom

UPLOAD = "/gradio_api/upload"


async def receive_upload(
    app: ASGIApp, room: UploadRoom, scope: Scope, receive: Receive, send: Send
) -> None:
    """Let Gradio take an upload, whose length is known (service/gate.py sees to that), and note
    which files it became, and clear away the rest, before the sender is told. Raises Refusal."""
    reader = (scope.get("client") or ("",))[0]
    length = int(dict(scope["headers"])[b"content-length"])
    try:
        held = room.hold(reader, length)
    except SourceTooLarge as error:
        raise Refusal(413, error) from error
    except StoreError as error:
        raise Refusal(507, error) from error
    answer: list[Message] = []

    async def noting(message: Message) -> None:
        answer.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            room.keep(held, _files(answer))
            room.end(held)
        await send(message)

    try:
        await app(scope, receive, noting)
    finally:
        room.end(held)


def _files(answer: list[Message]) -> list[Path]:
    """The files that Gradio reports: a list of paths in JSON; none if it refused them."""
    start, *parts = answer
    if start["status"] != 200:
        return []
    return [Path(path) for path in json.loads(b"".join(part["body"] for part in parts))]
