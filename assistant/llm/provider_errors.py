"""What went wrong, as the errors of providers' packages tell: by their types, of which LangChain's
own are the same for every provider.

A package is not imported for its errors: one that is not loaded has raised none."""

from __future__ import annotations

import json
import sys

from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAPIError,
    ModelConnectionError,
    ModelRefusalError,
    ModelTimeoutError,
)

from assistant.llm.http_limits import Endless

_OF_CONNECTIONS = (
    *(f"{library}.{name}" for library in ("httpx", "httpx2")
      for name in ("NetworkError", "RemoteProtocolError", "ConnectTimeout")),
    "openai.APIConnectionError",
)  # fmt: skip
_OF_TIMEOUTS = ("httpx.TimeoutException", "httpx2.TimeoutException", "openai.APITimeoutError")


def status(error: BaseException) -> int | None:
    """The HTTP status that an error tells of, if any."""
    for holder in (error, getattr(error, "response", None)):
        code = getattr(holder, "status_code", None)
        if isinstance(code, int) and code > 0:
            return code
    return None


def is_timeout(error: BaseException) -> bool:
    """Whether no answer came in time."""
    return isinstance(error, (TimeoutError, ModelTimeoutError, *_loaded(*_OF_TIMEOUTS)))


def is_connection(error: BaseException) -> bool:
    """Whether there was no connection, or it broke."""
    # The packages' errors of time are errors of connections to them.
    if isinstance(error, (ModelTimeoutError, *_loaded("openai.APITimeoutError"))):
        return False
    return isinstance(error, (ConnectionError, ModelConnectionError, *_loaded(*_OF_CONNECTIONS)))


def is_overflow(error: BaseException) -> bool:
    """Whether the model was given more than it can read.

    Only OpenAI's own servers have a type for it. Others that speak its protocol, and Ollama, refuse
    the request with a status of their choice, so what they say is all there is to know it by."""
    if isinstance(error, ContextOverflowError):
        return True
    if status(error) is None:
        return False
    words = str(error).lower()
    return "context" in words and any(
        word in words for word in ("length", "window", "exceed", "long")
    )


def asked_pause(error: BaseException) -> float | None:
    """The seconds that a server asks to wait, where it does."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    seconds = str(headers.get("retry-after", ""))
    return float(seconds) if seconds.replace(".", "", 1).isdecimal() else None


def reason(error: BaseException) -> str | None:
    """The end of a sentence that begins with the model's name, for an error that has no status and
    is not a timeout; None if nothing is known about it."""
    if is_connection(error):
        return "could not be reached"
    told: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
        (
            (ModelRefusalError, *_loaded("openai.ContentFilterFinishReasonError")),
            "refused to reply",
        ),
        (_loaded("openai.LengthFinishReasonError"), "never finished"),
        ((Endless,), "wrote far more than was asked for"),
        ((ModelAPIError, *_loaded("openai.APIError")), "has a server error"),
        # The packages assert what they expect of a reply.
        ((json.JSONDecodeError, AssertionError), "sent something that isn't a reply"),
    )
    return next((words for kinds, words in told if isinstance(error, kinds)), None)


def _loaded(*names: str) -> tuple[type[BaseException], ...]:
    """Those of the classes, each as "package.Class", whose packages are loaded."""
    places = [name.split(".") for name in names]
    return tuple(
        getattr(sys.modules[package], kind) for package, kind in places if package in sys.modules
    )
