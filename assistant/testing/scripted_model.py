"""A chat model that says what it is told to: for the tests of this project and of its users.

    ScriptedChatModel(replies=["The ferry was cancelled. [{0}]"])

A reply is a text, a mapping (the arguments of the tool that a structured reply is), an exception to
raise, or a function from the messages to one of these. In texts, `{0}`, `{1}` … are replaced by the
keys of the paragraphs that it is given. Replies are used in order; the last one is repeated."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field, PrivateAttr

Reply = str | Mapping[str, Any] | BaseException
Scripted = Reply | Callable[[Sequence[BaseMessage]], Reply]

_KEY = re.compile(r"^\[([a-z]{4})\] ", re.MULTILINE)
_PIECE = re.compile(r"\S+\s*")


class ScriptedChatModel(BaseChatModel):
    """Streams word by word, as a model does. `asked` holds all messages that it was given."""

    replies: list[Any] = Field(min_length=1)
    """Each a Scripted."""
    takes_tools: bool = True
    """Whether it takes structured requests; a mapping as a reply needs that."""
    model_name: str = "scripted model"
    _asked: list[list[BaseMessage]] = PrivateAttr(default_factory=list)

    @property
    def asked(self) -> list[list[BaseMessage]]:
        """The messages of each call so far."""
        return self._asked

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(
        self, tools: Sequence[Any], *, tool_choice: str | None = None, **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        if not self.takes_tools:
            raise NotImplementedError("This scripted model accepts no tools.")
        return self.bind(tools=tools, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        chunks = list(self._stream(messages, stop, run_manager, **kwargs))
        whole = chunks[0]
        for chunk in chunks[1:]:
            whole += chunk
        told = whole.message
        message = AIMessage(content=told.content, tool_calls=getattr(told, "tool_calls", []))
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        reply = self._next(messages)
        tools = kwargs.get("tools")
        if isinstance(reply, Mapping):
            if not tools:
                raise TypeError("A mapping is scripted, but the reply asked for is a text.")
            name = tools[0].get("title") or tools[0]["function"]["name"]
            told = _filled(json.dumps(reply), keys(messages))
        else:
            name, told = None, _filled(reply, keys(messages))
        for place, piece in enumerate(_PIECE.findall(told) or [told]):
            if name is None:
                message = AIMessageChunk(content=piece)
            else:
                call = {"name": None if place else name, "args": piece, "id": "1", "index": 0}
                message = AIMessageChunk(content="", tool_call_chunks=[call])
            if run_manager and name is None:
                run_manager.on_llm_new_token(piece)
            yield ChatGenerationChunk(message=message)

    def _next(self, messages: list[BaseMessage]) -> str | Mapping[str, Any]:
        scripted: Scripted = self.replies[min(len(self._asked), len(self.replies) - 1)]
        self._asked.append(list(messages))
        reply: Reply = scripted(messages) if callable(scripted) else scripted
        if isinstance(reply, BaseException):
            raise reply
        return reply


def keys(messages: Sequence[BaseMessage]) -> list[str]:
    """The keys of the paragraphs in a prompt, in its order."""
    return _KEY.findall("\n".join(message.text for message in messages))


def _filled(reply: str, known: Sequence[str]) -> str:
    """A reply with keys in place of their numbers; a number that no paragraph has stays."""

    def key(match: re.Match[str]) -> str:
        number = int(match[1])
        return known[number] if number < len(known) else match[0]

    return re.sub(r"\{(\d{1,2})\}", key, reply)
