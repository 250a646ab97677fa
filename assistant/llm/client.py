"""One call to a language model: streamed, held to its limits, tried again if that may help.

Whatever a provider's package does, even waiting for ever, the caller has the words that came, or an
error that says why there are none, within the limits' seconds."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextvars import copy_context
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any

from langchain_core.output_parsers import StrOutputParser

from assistant.llm import provider_errors
from assistant.llm.concurrency import Slot
from assistant.llm.connect import LanguageModel
from assistant.llm.http_limits import given_up
from index.errors import ChatModelError
from index.reports import Finding
from index.strings.characters import storable

MOST_CHARACTERS = 20_000
"""Characters of a reply: ten times what is asked for. Anything longer is not a reply."""
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})

_HELLO = "Reply with the word yes."
_CONNECTION = (
    "Check that its server is running, and check ONRECORD_MODEL, ONRECORD_MODEL_URL and the key. "
    "Until then, replies are quotes."
)
_KEYLESS = (
    "No key was sent, because a provider's own key is never sent to another server. Set "
    "ONRECORD_MODEL_KEY. Until "
    "then, replies are quotes."
)
_PATHLESS = (
    "Try ONRECORD_MODEL_URL with /v1 at its end, and check the model's name. Until then, replies "
    "are quotes."
)
_STATUSES = {
    401: "refused the key",
    403: "refused the key",
    404: "is not known to the server",
    429: "has had too many requests",
}


class Unsuited(Exception):
    """The model does not accept this kind of request, or its reply is not of the kind requested."""


class Deadline:
    """An instant after which no one waits any more."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        """How long it was at the start."""
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds; 0 if it is over."""
        return max(0.0, self._end - time.monotonic())


@dataclass(frozen=True, slots=True)
class _End:
    """How a call ended."""

    error: BaseException | None


def stream(
    model: LanguageModel,
    deadline: Deadline,
    call: Callable[[], Iterator[Any]],
    unsuited: Collection[int] = (),
) -> Iterator[Any]:
    """What `call` yields, as it comes. Raises ChatModelError, and Unsuited if the model does not
    accept this kind of request, which the HTTP statuses `unsuited` show. A call is repeated only as
    long as nothing has come of it."""
    pause = model.limits.pause
    for attempt in range(model.limits.retries + 1):
        came = False
        try:
            for piece in _bounded(model, deadline, call):
                came = True
                yield _legible(piece)
        except ChatModelError:
            raise
        except Exception as error:  # each provider's package has errors of its own
            if isinstance(error, Unsuited | NotImplementedError) or (
                provider_errors.status(error) in unsuited and not provider_errors.is_overflow(error)
            ):
                raise Unsuited(str(error)) from error
            wait = provider_errors.asked_pause(error) or pause * random.uniform(0.5, 1.5)  # noqa: S311
            last = attempt == model.limits.retries or wait >= deadline.left
            if came or last or not _passes(error):
                broke = came and provider_errors.is_connection(error)
                raise trouble(
                    model, "broke off its reply" if broke else _why(model, deadline, error)
                ) from error
            Event().wait(wait)
            pause *= 2
        else:
            return


def _legible(piece: Any) -> Any:
    """What came, without halves of characters, which JSON can hold but text cannot."""
    if isinstance(piece, str):
        return storable(piece)
    if isinstance(piece, Mapping):
        return {name: _legible(value) for name, value in piece.items()}
    return [_legible(one) for one in piece] if isinstance(piece, list) else piece


def examine(model: LanguageModel) -> Finding:
    """One short call, to see whether it answers at all."""
    started = time.monotonic()
    ask = model.chat | StrOutputParser()
    try:
        told = "".join(stream(model, Deadline(model.limits.seconds), lambda: ask.stream(_HELLO)))
    except (ChatModelError, Unsuited) as error:
        happened = error.happened if isinstance(error, ChatModelError) else "refused the request"
        remedy = _remedy(model, error.__cause__)
        return Finding(ok=False, what=f"{model.name} {happened}.", remedy=remedy)
    if not told.strip():
        return Finding(ok=False, what=f"{model.name} wrote nothing.", remedy=_CONNECTION)
    seconds = time.monotonic() - started
    return Finding(ok=True, what=f"{model.name} replied in {seconds:.1f} seconds.")


def trouble(model: LanguageModel, why: str) -> ChatModelError:
    """An error of a model, `why` being the end of a sentence that begins with its name."""
    return ChatModelError(
        why,
        subject=model.name,
        remedy="onrecord doctor tries the connection. Without ONRECORD_MODEL, replies are quotes.",
    )


def _bounded(
    model: LanguageModel, deadline: Deadline, call: Callable[[], Iterator[Any]]
) -> Iterator[Any]:
    """What a call yields in its own thread, which is abandoned when the time is up. It ends at the
    next byte from its server, and keeps its place until then; if that takes longer than a reader's
    patience, others get its place although it goes on."""
    made = _Call(model, deadline, call)
    context = copy_context()
    context.run(given_up.set, made.stop)
    Thread(target=context.run, args=(made.run,), name="language model", daemon=True).start()
    try:
        while True:
            try:
                piece = made.next()
            except Empty:
                raise trouble(model, _late(deadline)) from None
            if not isinstance(piece, _End):
                yield piece
            elif piece.error is None:
                return
            else:
                raise piece.error
    finally:
        made.leave()


class _Call:
    """A call between the thread that makes it and the one that reads it."""

    def __init__(
        self, model: LanguageModel, deadline: Deadline, call: Callable[[], Iterator[Any]]
    ) -> None:
        self.stop = Event()
        """Nobody reads it any more."""
        self._deadline = deadline
        self._call = call
        self._pieces: SimpleQueue[Any] = SimpleQueue()
        self._turnstile = model.turnstile
        self._slot: Slot | None = None
        self._patience = model.limits.seconds

    def run(self) -> None:
        """Make the call."""
        error: BaseException | None = None
        self._slot = self._turnstile.enter(self._deadline.left)
        if self._slot is None:
            self._pieces.put(_End(TimeoutError()))
            return
        try:
            if not self.stop.is_set():
                # Read to its end although no one wants it: LangChain does so anyway with a stream
                # that is dropped, where an error has nowhere to go.
                for piece in self._call():
                    self._pieces.put(piece)
        except BaseException as raised:  # noqa: BLE001 - reported to whoever is waiting
            error = raised
        finally:
            self._turnstile.leave(self._slot)
            self._pieces.put(_End(error))

    def next(self) -> Any:
        """What comes next. Raises Empty when the time is up, even if a stream that is faster than
        its reader has put something there."""
        if not self._deadline.left:
            raise Empty
        return self._pieces.get(timeout=self._deadline.left)

    def leave(self) -> None:
        """Read no more of it."""
        self.stop.set()
        if self._slot is not None:
            self._turnstile.linger(self._slot, self._patience)


def _passes(error: BaseException) -> bool:
    """Whether a new try may help."""
    status = provider_errors.status(error)
    if status is not None:
        return status in _PASSING
    return isinstance(error, OSError) or provider_errors.is_connection(error)


def _remedy(model: LanguageModel, error: BaseException | None) -> str:
    """What to do about a package's error, if it is one."""
    status = provider_errors.status(error) if error else None
    if model.keyless and status in (401, 403):
        return _KEYLESS
    return _PATHLESS if model.pathless and status == 404 else _CONNECTION


def _late(deadline: Deadline) -> str:
    """The same words whichever clock notices first: ours, the turnstile's or the HTTP client's."""
    return f"did not answer within {deadline.seconds:g} seconds"


def _why(model: LanguageModel, deadline: Deadline, error: BaseException) -> str:
    """What went wrong, for the reader; a server's own words, which may contain a key, are left
    out."""
    status = provider_errors.status(error)
    if provider_errors.is_overflow(error):
        return "was given more text than it can read"
    if model.keyless and status in (401, 403):
        return "refused a request without a key"
    if status is not None:
        in_trouble = f"has a server error (status {status})" if status >= 500 else None
        return _STATUSES.get(status) or in_trouble or f"refused the request (status {status})"
    if provider_errors.is_timeout(error):
        return _late(deadline)
    return provider_errors.reason(error) or f"failed ({type(error).__name__})"
