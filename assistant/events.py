"""What happens on the way to a reply, as whoever waits for it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from assistant.types import Writing

ReplyT_co = TypeVar("ReplyT_co", covariant=True)
"""An Answer, a Verdict, or either."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The next step has begun."""

    text: str
    """What is being done, in words."""


@dataclass(frozen=True, slots=True)
class Partial:
    """A language model has written more of a reply."""

    writing: Writing
    """All that it has written so far."""


@dataclass(frozen=True, slots=True)
class Done(Generic[ReplyT_co]):
    """A reply is complete."""

    reply: ReplyT_co


Event = Progress | Partial | Done[ReplyT_co]


def replies(events: Iterable[Event[ReplyT_co]]) -> Iterator[ReplyT_co]:
    """The complete replies, each as soon as it is there."""
    for event in events:
        match event:
            case Done(reply):
                yield reply


def only_reply(events: Iterable[Event[ReplyT_co]]) -> ReplyT_co:
    """The one reply that the events lead to."""
    (reply,) = replies(events)
    return reply
