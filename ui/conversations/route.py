"""What the page's scripts ask of kept conversations: ``POST /footnote/conversations/WHAT``, by our own page alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.errors import FootnoteError
from ui import words
from ui.conversations.records import Id, Part, Whole
from ui.conversations.store import Conversations
from ui.faults import told
from ui.login import is_own, owner_of

ADDRESS = "/footnote/conversations/"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a page asks for. ``person`` is who it believes is logged in: somebody else may have logged in since."""

    person: str = ""
    id: Id | None = None
    part: Part | None = None
    words: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=20)] = field(default_factory=list)


_WISH = TypeAdapter(Wish)
_WHOLE = TypeAdapter(Whole)


def conversation_route(conversations: Conversations, hosts: Collection[str] = ()) -> Route:
    """The route. ``hosts`` are names by which a proxy may call."""

    async def converse(request: Request) -> Response:
        if not is_own(request, hosts):
            return _reply(403, {"error": words.NOT_THIS_PAGE})
        body, what, owner = await request.body(), request.path_params["what"], owner_of(request)
        # With a token or a password in each request there is no cookie that tells the page who that is.
        nameless = owner if "authorization" in request.headers else "everybody"
        return await run_in_threadpool(_answered, conversations, owner, nameless, what, body)

    return Route(f"{ADDRESS}{{what}}", converse, methods=["POST"])


def _answered(conversations: Conversations, owner: str, nameless: str, what: str, body: bytes) -> Response:
    act = _ACTS.get(what)
    if act is None:
        return _reply(404, {"error": words.BAD_REQUEST})
    try:
        wish = _WISH.validate_json(body)
        if (wish.person or nameless) != owner:
            return _reply(403, {"error": words.NOT_THIS_PAGE})
        return _reply(200, act(conversations, owner, wish))
    except (ValidationError, _Incomplete):
        return _reply(400, {"error": words.BAD_REQUEST})
    except FootnoteError as error:
        return _reply(200, {"error": str(error)})
    except Exception as error:  # the page says so and lives on
        return _reply(200, {"error": told(error)})


def _reply(status: int, content: dict[str, Any]) -> Response:
    headers = {"cache-control": "private, no-store"}
    return Response(json.dumps(content), status, headers=headers, media_type="application/json")


class _Incomplete(Exception):
    """A wish lacks what it is about."""


def _list(conversations: Conversations, owner: str, _wish: Wish) -> dict[str, Any]:
    heads, damaged = conversations.heads(owner)
    return {"conversations": [asdict(head) for head in heads], "damaged": damaged}


def _get(conversations: Conversations, owner: str, wish: Wish) -> dict[str, Any]:
    whole = conversations.whole(owner, _id(wish))
    if whole is None:
        return {"conversation": None}
    values = _WHOLE.dump_python(whole, mode="json")
    return {"conversation": {**values["head"], "turns": values["turns"]}}


def _find(conversations: Conversations, owner: str, wish: Wish) -> dict[str, Any]:
    return {"found": conversations.holding(owner, wish.words)}


def _keep(conversations: Conversations, owner: str, wish: Wish) -> dict[str, Any]:
    if wish.part is None:
        raise _Incomplete
    versions = conversations.keep(owner, wish.part)
    return {"gone": True} if versions is None else {"before": versions[0], "version": versions[1]}


def _delete(conversations: Conversations, owner: str, wish: Wish) -> dict[str, Any]:
    conversations.delete(owner, _id(wish))
    return {"deleted": True}


def _id(wish: Wish) -> str:
    if wish.id is None:
        raise _Incomplete
    return wish.id


_Act = Callable[[Conversations, str, Wish], dict[str, Any]]
_ACTS: dict[str, _Act] = {"list": _list, "get": _get, "find": _find, "keep": _keep, "delete": _delete}
