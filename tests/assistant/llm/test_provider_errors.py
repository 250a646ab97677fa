"""Errors of the providers' packages, as these raise them, and what they tell."""

from __future__ import annotations

import json

import httpx
import httpx2
import ollama
import openai
import pytest
from langchain_core.exceptions import ContextOverflowError, ModelRefusalError

from assistant.llm.provider_errors import is_connection, is_overflow, is_timeout, reason, status

ASKED = httpx2.Request("POST", "http://127.0.0.1:9/v1/chat/completions")
OVERFLOW = "the input length exceeds the context length"


def test_a_broken_connection_is_none_that_came_too_late() -> None:
    broken = [
        httpx.ConnectError("refused"),
        httpx.ReadError("reset"),
        httpx2.RemoteProtocolError("cut"),
        openai.APIConnectionError(request=ASKED),
        ConnectionError("refused"),
    ]
    late = [
        httpx.ReadTimeout("slow"),
        httpx2.ReadTimeout("slow"),
        openai.APITimeoutError(request=ASKED),
        TimeoutError("slow"),
    ]
    assert [is_connection(error) for error in broken + late] == [True] * 5 + [False] * 4
    assert [is_timeout(error) for error in broken + late] == [False] * 5 + [True] * 4
    assert {reason(error) for error in broken} == {"could not be reached"}


@pytest.mark.parametrize(
    ("error", "overflows"),
    [
        (ContextOverflowError("8193 tokens"), True),
        (ollama.ResponseError(OVERFLOW, 400), True),
        (openai.BadRequestError(OVERFLOW, response=httpx2.Response(400, request=ASKED), body=None),
         True),
        (ollama.ResponseError("model not found", 404), False),
        (ValueError(OVERFLOW), False),
    ],
)  # fmt: skip
def test_too_much_text_is_told_by_a_type_or_by_a_server(error: Exception, overflows: bool) -> None:
    assert is_overflow(error) is overflows


def test_a_status_is_that_of_the_response() -> None:
    assert status(ollama.ResponseError("gone", 410)) == 410
    assert status(httpx.HTTPStatusError("no", request=httpx.Request("GET", "http://127.0.0.1"),
                                        response=httpx.Response(503))) == 503  # fmt: skip
    assert status(ValueError("429")) is None


def test_what_a_model_did_is_told_by_the_type() -> None:
    assert reason(ModelRefusalError()) == "refused to reply"
    assert reason(openai.ContentFilterFinishReasonError()) == "refused to reply"
    assert reason(openai.APIError("overloaded", ASKED, body=None)) == "has a server error"
    assert reason(json.JSONDecodeError("no", "<html>", 0)) == "sent something that isn't a reply"
    assert reason(RuntimeError("APIError: Refusal, Timeout, ConnectError")) is None
