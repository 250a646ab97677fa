"""The requests by which programs change the store through the server, mounted at
message_format.PREFIX."""

from __future__ import annotations

from importlib.metadata import version

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from index.errors import OnrecordError
from service.change_permission import Guard, Refusal, refusal
from service.change_requests import CHANGE_REQUESTS
from service.running_change import Job, Work
from service.uploads import damaged, uploads, whole
from ui.changes import Changes
from ui.json import documents
from ui.remote import message_format
from ui.web.upload_room import UploadRoom

HELLO = "hello"
UPLOAD = "upload"


class Service:
    """An ASGI application."""

    def __init__(self, changes: Changes, guard: Guard, uploads: UploadRoom) -> None:
        self._changes = changes
        self._guard = guard
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._answer(Request(scope, receive))
        except Refusal as no:
            response = _no(no.status, no.error)
        except OnrecordError as error:
            response = _no(500, error)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        """Raises Refusal, OnrecordError."""
        self._guard.check(request)
        name = request.url.path.removeprefix(message_format.PREFIX)
        if name not in {HELLO, UPLOAD, *CHANGE_REQUESTS}:
            raise refusal(
                404,
                "The server has no such command.",
                "Use the same version of onrecord as the server.",
            )
        method = "GET" if name == HELLO else "POST"
        if request.method != method:
            raise refusal(
                405,
                f"This request has to use {method}.",
                "Use the same version of onrecord as the server.",
            )
        if name == HELLO:
            described = {"kind": "onrecord", "version": version("onrecord")}
            holds = {"articles": self._changes.count, "generation": self._changes.generation}
            return JSONResponse({**described, **holds})
        return Work(await self._job(request, name), self._changes)

    async def _job(self, request: Request, name: str) -> Job:
        """What a request asks for. Raises Refusal."""
        wanted = message_format.PARCEL if name == UPLOAD else message_format.JSON
        given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if given != wanted:
            raise refusal(
                415,
                f"Its content isn't {wanted}.",
                "Use the same version of onrecord as the server.",
            )
        if name == UPLOAD:
            return await uploads(request, self._uploads)
        try:
            return await run_in_threadpool(
                CHANGE_REQUESTS[name].model_validate_json, await whole(request)
            )
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "all of it"
            raise damaged(f"{where}: {first['msg']}") from error


def _no(status: int, error: OnrecordError) -> Response:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse({"error": documents.error(error)}, status, headers)
