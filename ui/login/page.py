"""The page to log in on, which needs no script; logging out; and the line on the chat's page that says who is there."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import parse_qs

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from assistant.errors import FootnoteError, TooManyTries
from assistant.people import Account, People
from assistant.people.sessions import SECONDS
from ui import words
from ui.login.gate import COOKIE, LOGIN, Checking, address_of, is_own
from ui.markup import tag, together

LOGOUT = "/footnote/logout"
PERSON_COOKIE = "footnote_person"  # for the page's scripts: whose conversations to show; it opens nothing
_LARGEST_FORM = 10_000  # bytes
# A path of ours: what begins with two slashes, or with one and a backslash, is another host to a browser.
_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


def login_routes(people: People, checking: Checking, hosts: Collection[str] = ()) -> list[Route]:
    """The page, what it sends, and logging out. ``hosts`` are names by which a proxy may call."""

    async def page(request: Request) -> Response:
        return _page(wanted=request.query_params.get("next", ""))

    async def log_in(request: Request) -> Response:
        form = await _form(request)
        name, wanted = form.get("name", ""), form.get("next", "")
        if not is_own(request, hosts):
            return _page(name, wanted, words.LOGIN_ELSEWHERE, 403)
        try:
            account = await checking.account(name, form.get("password", ""), address_of(request))
            if account is None:
                return _page(name, wanted, words.LOGIN_WRONG, 401)
            token = await run_in_threadpool(people.begin_session, account)
        except TooManyTries as error:
            waiting = words.LOGIN_WAIT.format(minutes=-(-error.seconds // 60))
            return _page(name, wanted, waiting, 429, {"retry-after": str(error.seconds)})
        except FootnoteError as error:
            return _page(name, wanted, str(error), 503)
        return _let_in(request, token, account, wanted)

    async def log_out(request: Request) -> Response:
        if is_own(request, hosts):
            await run_in_threadpool(people.end_session, request.cookies.get(COOKIE, ""))
        gone = RedirectResponse(LOGIN, 303, headers={"cache-control": "no-store"})
        for cookie in (COOKIE, PERSON_COOKIE):
            gone.delete_cookie(cookie)
        return gone

    return [
        Route(LOGIN, page, methods=["GET"]),
        Route(LOGIN, log_in, methods=["POST"]),
        Route(LOGOUT, log_out, methods=["POST"]),
    ]


def account_line() -> Markup:
    """The line that says who is logged in, put in by the scripts where there is a login."""
    return tag(
        "form",
        tag("span", id="account-name", class_="quiet"),
        tag("button", words.LOG_OUT, type="submit"),
        id="account",
        class_="account",
        method="post",
        action=LOGOUT,
        hidden=True,
    )


def _let_in(request: Request, token: str, account: Account, wanted: str) -> Response:
    """Into the page that was asked for, if it is one of ours."""
    reply = RedirectResponse(wanted if _PATH.fullmatch(wanted) else "/", 303, headers={"cache-control": "no-store"})
    secure = request.url.scheme == "https"
    reply.set_cookie(COOKIE, token, max_age=SECONDS, httponly=True, secure=secure, samesite="lax")
    reply.set_cookie(PERSON_COOKIE, account.id, max_age=SECONDS, secure=secure, samesite="lax")
    return reply


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST_FORM:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=10)
    return {name: values[-1] for name, values in fields.items()}


def _page(
    name: str = "", wanted: str = "", problem: str = "", status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    head = together(
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width">'),
        tag("title", f"{words.LOG_IN} · {words.NAME}"),
        tag("link", rel="icon", href="/footnote/static/icon.png"),
        *(tag("link", rel="stylesheet", href=f"/footnote/static/{style}") for style in ("tokens.css", "login.css")),
    )
    html = tag("html", tag("head", head), tag("body", _form_html(name, wanted, problem)), lang="en")
    return HTMLResponse(f"<!doctype html>{html}", status, headers=_HEADERS | (headers or {}))


def _form_html(name: str, wanted: str, problem: str) -> Markup:
    wrong = {"aria_invalid": "true", "aria_describedby": "problem"} if problem else {}
    return tag(
        "main",
        tag(
            "form",
            tag("h1", words.NAME),
            tag("p", words.TAGLINE, class_="quiet"),
            tag("p", problem, id="problem", class_="trouble", role="alert") if problem else None,
            _field(words.LOGIN_NAME, "name", "text", "username", name, autofocus=not name, **wrong),
            _field(words.PASSWORD, "password", "password", "current-password", "", autofocus=bool(name), **wrong),
            tag("input", type="hidden", name_="next", value=wanted),
            tag("button", words.LOG_IN, type="submit"),
            tag("p", words.LOGIN_HELP, class_="quiet"),
            method="post",
            action=LOGIN,
        ),
        id="footnote",
        class_="login",
    )


def _field(label: str, name: str, kind: str, fills: str, value: str, **attributes: str | bool) -> Markup:
    box = tag(
        "input",
        id=name,
        name_=name,
        type=kind,
        value=value,
        autocomplete=fills,
        autocapitalize="none",
        spellcheck="false",
        required=True,
        maxlength=1024,
        **attributes,
    )
    return tag("label", tag("span", label), box)
