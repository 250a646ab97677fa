"""A server on loopback that speaks the OpenAI chat-completions protocol, well or badly.

    server.will(text("[{0}] Boats burned."))       # what it does with the requests, in order
    server.will(status(429), text("yes"))          # the last one again and again
    server.asked                                   # the requests that came: headers and JSON

In texts, `{0}`, `{1}` … stand for the keys of the paragraphs in the prompt."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

from langchain_core.messages import HumanMessage

from assistant.testing.scripted_model import keys

KEY = "sk-onrecord-test-7Qk2"
"""What the tests' requests carry; it may appear nowhere else."""
_PIECE = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Request:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    """By name in lower case."""
    body: Mapping[str, Any]

    @property
    def wants_form(self) -> bool:
        """Whether a structured reply is asked for."""
        return "response_format" in self.body or "tools" in self.body

    def filled(self, words: str) -> str:
        """The words with the prompt's keys in them."""
        told = [HumanMessage(str(one["content"])) for one in self.body["messages"]]
        for number, key in enumerate(keys(told)):
            words = words.replace(f"{{{number}}}", key)
        return words


class Reply:
    """The way back to the client, with the protocol's forms."""

    def __init__(self, handler: BaseHTTPRequestHandler, request: Request, over: Event) -> None:
        self.handler = handler
        self.request = request
        self.over = over
        """Set when the test is over: what would go on for ever ends then."""

    def head(
        self, status: int = 200, content_type: str = "text/event-stream", **headers: str
    ) -> None:
        """Status and headers. The body ends with the connection."""
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", content_type)
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.send_header("Connection", "close")
        self.handler.end_headers()

    def write(self, told: str | bytes) -> None:
        self.handler.wfile.write(told.encode() if isinstance(told, str) else told)
        self.handler.wfile.flush()

    def document(self, told: Any, status: int = 200, **headers: str) -> None:
        """One JSON document."""
        self.head(status, "application/json", **headers)
        self.write(json.dumps(told))

    def event(self, delta: Mapping[str, Any], finish: str | None = None) -> None:
        """One piece of a streamed reply."""
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        self.write(f"data: {json.dumps({**_ENVELOPE, 'choices': [choice]})}\n\n")

    def done(self, finish: str = "stop") -> None:
        """The end of a streamed reply."""
        self.event({}, finish)
        self.write("data: [DONE]\n\n")


_ENVELOPE = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "test"}
Behaviour = Callable[[Reply], None]


def text(words: str, *, finish: str = "stop", whole: bool = False) -> Behaviour:
    """Say these words, word by word or (`whole`) in one piece."""

    def behave(reply: Reply) -> None:
        told = reply.request.filled(words)
        if not reply.request.body.get("stream"):
            message = {"role": "assistant", "content": told}
            choice = {"index": 0, "message": message, "finish_reason": finish}
            reply.document({**_ENVELOPE, "object": "chat.completion", "choices": [choice]})
            return
        reply.head()
        reply.event({"role": "assistant", "content": ""})
        for piece in [told] if whole else _PIECE.findall(told):
            reply.event({"content": piece})
        reply.done(finish)

    return behave


def rows(*sentences: tuple[str, list[str], str]) -> Behaviour:
    """A structured reply: each sentence with its keys and its quote."""
    told = [{"text": one, "keys": named, "quote": quote} for one, named, quote in sentences]
    return text(json.dumps({"sentences": told}))


def refusal(why: str) -> Behaviour:
    """The protocol's own way to say no."""

    def behave(reply: Reply) -> None:
        reply.head()
        reply.event({"role": "assistant", "content": None, "refusal": why})
        reply.done()

    return behave


def status(code: int, told: str = "no", **headers: str) -> Behaviour:
    """An HTTP error in the protocol's form."""
    error = {"message": told, "type": "error", "param": None, "code": None}
    return lambda reply: reply.document({"error": error}, code, **headers)


def page(html: str) -> Behaviour:
    """A page instead, as a proxy or a portal sends one."""

    def behave(reply: Reply) -> None:
        reply.head(content_type="text/html; charset=utf-8")
        reply.write(html)

    return behave


def events(*lines: str) -> Behaviour:
    """These lines as they are, then the end of the connection."""

    def behave(reply: Reply) -> None:
        reply.head()
        for line in lines:
            reply.write(f"{line}\n\n")

    return behave


def cut(words: str = "", *, announced: bool = True) -> Behaviour:
    """These words, and the connection ends before the reply, whether or not more was announced."""

    def behave(reply: Reply) -> None:
        if announced:
            reply.head(Content_Length="100000")
        else:
            reply.head()
        reply.event({"role": "assistant", "content": ""})
        if words:
            reply.event({"content": reply.request.filled(words)})

    return behave


def silence(reply: Reply) -> None:
    """Not one byte."""
    reply.over.wait()


def drip(line: str = ": still here\n\n", *, pause: float = 0.02) -> Behaviour:
    """The head, then a line now and then, for ever."""

    def behave(reply: Reply) -> None:
        reply.head()
        while not reply.over.wait(pause):
            reply.write(line)

    return behave


def head_drip(reply: Reply) -> None:
    """Headers that go on for ever, one now and then."""
    reply.write("HTTP/1.1 200 OK\r\n")
    while not reply.over.wait(0.02):
        reply.write("X-More: yes\r\n")


def by_form(form: Behaviour, plain: Behaviour) -> Behaviour:
    """One thing where a structured reply is asked for, else the other."""
    return lambda reply: (form if reply.request.wants_form else plain)(reply)


class ModelServer:
    """A server whose replies a test sets."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/v1"
        self.asked: list[Request] = []
        self.over = Event()
        self._script: list[Behaviour] = []
        self._lock = Lock()

    def will(self, *script: Behaviour) -> None:
        """What it does from now on, a request each; the last for ever."""
        with self._lock:
            self._script = list(script)

    def next(self, request: Request) -> Behaviour:
        """What happens to the request."""
        with self._lock:
            self.asked.append(request)
            return self._script.pop(0) if len(self._script) > 1 else self._script[0]


@contextmanager
def serving() -> Iterator[ModelServer]:
    """The server for one test."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.path, headers, json.loads(body))
            with suppress(OSError):  # the client hangs up, as many tests want it to
                model.next(request)(Reply(self, request, model.over))
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model = ModelServer(server.server_address[1])
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield model
    finally:
        model.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
