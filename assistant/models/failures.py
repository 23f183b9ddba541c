"""What went wrong at the endpoint, in words that name the setting to look at; and whether and when to try again."""

from __future__ import annotations

import random
from urllib.parse import urlsplit

import httpx
import openai

from assistant.errors import EndpointError, EndpointRefused, EndpointUnavailable
from assistant.text import squeeze

FAILURES = (openai.OpenAIError, httpx.HTTPError, ValueError)  # ValueError: what was sent is not JSON
LONGEST_WAIT = 20.0  # seconds; an endpoint that asks for more is given up
_FIRST_WAIT = 0.5


def wait_before_retry(error: Exception, attempt: int) -> float | None:
    """Seconds to wait before try ``attempt + 1`` (from 0), or None where trying again will not help.

    An overload (429, 5xx) and a broken connection are tried again, after the time that the endpoint asks for or else
    after a doubling time with jitter. An exhausted account answers 429 too and is not.
    """
    asked: float | None = None
    if isinstance(error, openai.APIStatusError):
        if not _is_overload(error):
            return None
        asked = _retry_after(error)
    if asked is not None:
        return asked if asked <= LONGEST_WAIT else None
    return min(_FIRST_WAIT * 2.0**attempt, LONGEST_WAIT) * random.uniform(0.5, 1.0)  # noqa: S311  # jitter, no secret


def _is_overload(error: openai.APIStatusError) -> bool:
    return error.code != "insufficient_quota" and (error.status_code in (408, 409, 429) or error.status_code >= 500)


def _retry_after(error: openai.APIStatusError) -> float | None:
    try:
        return max(0.0, float(error.response.headers.get("retry-after", "")))
    except ValueError:  # absent, or a date, which endpoints hardly send
        return None


def explained(error: Exception, base_url: str, model: str, secret: str) -> EndpointError:
    """The error for people. It never holds ``secret``, whatever the endpoint has echoed."""
    place = f"The language-model endpoint at {_shown(base_url)}"
    if isinstance(error, openai.APIStatusError) and not _is_overload(error):
        return EndpointRefused(_without(secret, f"{place} {_refusal(error, model)}"))
    if isinstance(error, openai.APIStatusError):
        detail = f"is overloaded or failing (status {error.status_code})"
    elif isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        detail = "fell silent"
    elif isinstance(error, openai.APIConnectionError | httpx.ConnectError):
        detail = "cannot be reached. Check OPENAI_BASE_URL and that the server runs"
    elif isinstance(error, httpx.HTTPError):
        detail = "cut the connection"
    elif isinstance(error, ValueError):
        detail = "sent something that is no answer. Check OPENAI_BASE_URL"
    else:
        detail = f"reported a failure ({_said(error)})"
    return EndpointUnavailable(_without(secret, f"{place} {detail}. Try again in a moment."))


def _without(secret: str, message: str) -> str:
    return message.replace(secret, "…") if secret else message


def _refusal(error: openai.APIStatusError, model: str) -> str:
    if error.status_code == 401:
        return "rejected the key. Check OPENAI_API_KEY."
    if error.status_code == 403:
        return f"does not let this key use the model {model!r}. Check OPENAI_API_KEY and FOOTNOTE_MODEL."
    if error.status_code == 404:
        return f"knows no model {model!r}, or has another path. Check FOOTNOTE_MODEL and OPENAI_BASE_URL."
    if error.code == "insufficient_quota":
        return "says that the account has no credit left. Check the account of OPENAI_API_KEY."
    return f"cannot use the request ({_said(error)}). Check FOOTNOTE_MODEL and FOOTNOTE_CONTEXT_TOKENS."


def _said(error: Exception) -> str:
    body = getattr(error, "body", None)
    message = body.get("message") if isinstance(body, dict) else None
    status = getattr(error, "status_code", None)
    return squeeze(str(message))[:200] if message else f"status {status}" if status else type(error).__name__


def _shown(base_url: str) -> str:
    """The address without a user name or password that it may hold."""
    parts = urlsplit(base_url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
