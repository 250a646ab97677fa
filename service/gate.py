"""The gate of the whole app: who may send it a request at all, whatever the route.

Nothing from another site's page, nothing under another site's name, nothing that doesn't belong to
the page or the service. What is let in is answered with the headers of service/browser_rules.py."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import OnrecordError
from service.allowed_names import Authority, Names, Origin
from service.browser_rules import BrowserRules
from service.change_permission import Refusal, refusal
from service.page_uploads import UPLOAD, receive_upload
from service.routes import is_open
from ui.json import documents
from ui.remote import message_format
from ui.web.upload_room import UploadRoom

LARGEST_MESSAGE = 16 * message_format.MEGABYTE
"""Bytes of a request to the page other than an upload: the result of an upload is sent back
whole."""
METHODS = frozenset({"GET", "HEAD", "POST"})
FORWARDED = (
    b"x-forwarded",
    b"forwarded",
    b"x-real-ip",
    b"x-original",
    b"x-rewrite",
    b"x-http-method",
)
"""How the headers begin that claim a host, scheme, address, path or method other than the request's
own. The sender of a request can write anything in them, and Gradio believes them."""
FOREIGN = "A page on another site may not use this server."
ELSEWHERE = "Open the address that onrecord serve prints, or use the command line."


@dataclass(frozen=True, slots=True)
class Gate:
    """An ASGI application around another. Nothing is buffered except the page itself."""

    app: ASGIApp
    names: Names
    rules: BrowserRules
    uploads: UploadRoom

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(_taken_literally(scope), receive, self.rules.on(scope, send))
        else:  # a web socket: nothing here uses one, not even the page
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        try:
            self.check(request)
            if scope["path"] == UPLOAD and scope["method"] == "POST":
                await receive_upload(self.app, self.uploads, scope, receive, send)
            else:
                await self.app(scope, receive, send)
        except Refusal as no:
            await refused(request, no)(scope, receive, send)

    def check(self, request: Request) -> None:
        """Look at a request's headers, before any of its body is read. Raises Refusal."""
        path = request.scope["path"]
        if not path.startswith("/"):
            # What a proxy is sent (http://…), or a request to the whole server (*). This is
            # neither.
            raise refusal(
                400, "The request names no path.", "Send only the path, starting with its slash."
            )
        host = self._host(request.headers)
        self._is_ours(request, host)
        if path.startswith(message_format.PREFIX):
            return  # service/change_permission.py checks further; the service counts as it reads
        if request.method not in METHODS:
            raise refusal(405, "Only GET and POST are supported.", "Use one of them.")
        if not is_open(request.method, path):
            raise refusal(404, "There is nothing at this address.", "Open the page at its root.")
        if request.method == "POST":
            _is_short(request)

    def _host(self, headers: Headers) -> Authority:
        """The name by which the request addresses the server."""
        named = headers.getlist("host")
        host = Authority.read(named[0]) if len(named) == 1 else None
        if host is None:
            raise refusal(
                400, "The request doesn't name exactly one host.", "Send one Host header."
            )
        if not self.names.include(host):
            raise refusal(
                403,
                "The server doesn't go by this name.",
                "Use the address that onrecord serve prints, by the same name. To add another "
                "name, set ONRECORD_HOSTS.",
            )
        return host

    def _is_ours(self, request: Request, host: Authority) -> None:
        """Make sure that no page from another site sent it. Raises Refusal.

        A browser says where a page is from in Origin, except with plain reading; in Sec-Fetch-Site
        also with that, if it considers the connection safe (this machine's own is). Programs send
        neither."""
        for header in request.headers.getlist("origin"):
            origin = Origin.read(header)
            if origin is None or not self.names.trust(origin, host):
                raise refusal(403, FOREIGN, ELSEWHERE)
        sites = set(request.headers.getlist("sec-fetch-site"))
        if sites - {"same-origin", "none"} and not _is_visit(request):
            raise refusal(403, FOREIGN, ELSEWHERE)


def _is_visit(request: Request) -> bool:
    """Whether a link elsewhere was followed to the page: it is opened for the reader, and the site
    with the link sees nothing of it."""
    wanted = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    return (
        request.method == "GET"
        and request.scope["path"] == "/"
        and all(request.headers.getlist(name) == [value] for name, value in wanted.items())
    )


def _is_short(request: Request) -> None:
    """Make sure that the body of a request to the page has a length, within the limit. Raises
    Refusal."""
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise refusal(411, "The request doesn't say how long it is.", "Send Content-Length.")
    if int(length) > LARGEST_MESSAGE and request.scope["path"] != UPLOAD:
        raise refusal(413, "The request is too long.", "Send less at a time.")


def _taken_literally(scope: Scope) -> Scope:
    """Without the headers that describe another request than this one. Answers that are inspected
    here are not requested compressed."""
    dropped = (*FORWARDED, b"accept-encoding") if scope["path"] in {"/", UPLOAD} else FORWARDED
    headers = [header for header in scope["headers"] if not header[0].lower().startswith(dropped)]
    return {**scope, "headers": headers}


def refused(request: Request, no: Refusal) -> Response:
    """The response: JSON for programs, a line of text for others."""
    headers = {"WWW-Authenticate": "Bearer"} if no.status == 401 else {}
    if request.scope["path"].startswith(message_format.PREFIX):
        return JSONResponse({"error": documents.error(no.error)}, no.status, headers)
    return PlainTextResponse(_words(no.error), no.status, headers)


def _words(error: OnrecordError) -> str:
    return f"{error.happened} {error.remedy}"
