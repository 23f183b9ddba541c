"""OpenAI's chat protocol: ``/v1/models`` and ``/v1/chat/completions``, so that any chat front end can ask.

An answer is checked only once it is whole, so a stream says nothing before that but that it is alive; then the answer
comes a sentence at a time.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from assistant.assistant import Assistant
from assistant.events import Finished
from assistant.records import Answer, Usage
from ui import words
from ui.api.asking import MODEL, Asked, read_request, unknown_model
from ui.api.faults import Fault, fault_of
from ui.api.plain import answer_values
from ui.api.writing import write
from ui.login import AssistantOf
from ui.running import eventually

_AT_ONCE = 16  # questions answered at the same time; more wait their turn
_PAUSE = 5.0  # seconds of silence in a stream before it says that it is alive
_LOOK = 0.5  # seconds of silence after which it is looked whether the caller is still there
_GONE = 499  # what others log where the caller has gone; nobody reads it
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_STREAM_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}

Endpoint = Callable[[Request], Awaitable[Response]]
Values = dict[str, Any]


def completion_routes(theirs: AssistantOf) -> Mount:
    """Everything below ``/v1``. Without a login any key is accepted, as the page asks for none either."""
    at_once = asyncio.Semaphore(_AT_ONCE)
    model = {"id": MODEL, "object": "model", "created": int(time.time()), "owned_by": MODEL}

    async def models(_request: Request) -> Response:
        return JSONResponse({"object": "list", "data": [model]})

    async def one_model(request: Request) -> Response:
        if request.path_params["model"] != MODEL:
            raise unknown_model(request.path_params["model"])
        return JSONResponse(model)

    async def complete(request: Request) -> Response:
        asked = await run_in_threadpool(read_request, await request.body())
        page, assistant = str(request.base_url), theirs(request)
        if asked.stream:
            lines = _stream(_answered(assistant, asked, at_once, _PAUSE), asked, page)
            return StreamingResponse(lines, media_type="text/event-stream", headers=_STREAM_HEADERS)
        async with aclosing(_answered(assistant, asked, at_once, _LOOK)) as answers:
            async for answer in answers:
                if answer is not None:
                    return JSONResponse(_completion(answer, page))
                if await request.is_disconnected():
                    return Response(status_code=_GONE)
        raise RuntimeError("asking ended without an answer")

    async def nothing(request: Request) -> Response:
        raise Fault(404, words.UNKNOWN_ADDRESS.format(method=request.method, path=request.url.path), "unknown_url")

    return Mount(
        "/v1",
        routes=[
            Route("/models", _safe(models)),
            Route("/models/{model:path}", _safe(one_model)),
            Route("/chat/completions", _safe(complete), methods=["POST"]),
            Route("/{path:path}", _safe(nothing), methods=_METHODS),
        ],
    )


def _safe(endpoint: Endpoint) -> Endpoint:
    async def reply(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Exception as error:  # a program is told so in its own protocol
            return fault_of(error).response()

    return reply


async def _answered(
    assistant: Assistant, asked: Asked, at_once: asyncio.Semaphore, pause: float
) -> AsyncGenerator[Answer | None, None]:
    """The answer, and None before it after every ``pause`` seconds of silence."""
    async with at_once, aclosing(eventually(assistant.ask(asked.question, asked.turns), pause)) as events:
        async for event in events:
            if event is None:
                yield None
            elif isinstance(event, Finished):
                yield event.answer


def _completion(answer: Answer, page: str) -> Values:
    message = write(answer, page)
    said = {"role": "assistant", "content": message.text, "refusal": None, "annotations": message.annotations(page)}
    choice = {"index": 0, "message": said, "finish_reason": "stop", "logprobs": None}
    return {
        **_head("chat.completion"),
        "choices": [choice],
        "usage": _usage(answer.usage),
        "footnote": answer_values(answer),
    }


async def _stream(answers: AsyncGenerator[Answer | None, None], asked: Asked, page: str) -> AsyncIterator[str]:
    head = _head("chat.completion.chunk")
    yield _sent(head | _delta(role="assistant", content=""))
    try:
        async with aclosing(answers) as awaited:
            async for answer in awaited:
                if answer is None:
                    yield ": still at it\n\n"
                    continue
                for chunk in _chunks(answer, page, asked.with_usage):
                    yield _sent(head | chunk)
    except Exception as error:  # the reply has begun, so its status cannot say it any more
        yield _sent(fault_of(error).body())
        return
    yield "data: [DONE]\n\n"


def _chunks(answer: Answer, page: str, with_usage: bool) -> Iterator[Values]:
    message = write(answer, page)
    for piece in message.pieces:
        yield _delta(content=piece)
    yield _delta(annotations=message.annotations(page)) | {"footnote": answer_values(answer)}
    yield _delta("stop")
    if with_usage:
        yield {"choices": [], "usage": _usage(answer.usage)}


def _delta(finish: str | None = None, **delta: object) -> Values:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}]}


def _head(kind: str) -> Values:
    return {"id": f"chatcmpl-{secrets.token_hex(12)}", "object": kind, "created": int(time.time()), "model": MODEL}


def _usage(used: Usage | None) -> Values:
    """Tokens of the language model behind; none where the answer was quoted."""
    sent, received = (used.sent, used.received) if used else (0, 0)
    return {"prompt_tokens": sent, "completion_tokens": received, "total_tokens": sent + received}


def _sent(values: Values) -> str:
    return f"data: {json.dumps(values, ensure_ascii=False)}\n\n"
