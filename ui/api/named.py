"""The Gradio API: ``/ask``, ``/search`` and ``/documents``, for ``gradio_client`` and anything that speaks it.

Annotations are not postponed here, because Gradio reads what a function returns without resolving it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gradio as gr
from gradio.events import api

from ui import words
from ui.api.plain import answer_values, hit_values, source_values
from ui.faults import question_fault, told
from ui.login import AssistantOf

_AT_ONCE = 16  # calls of each endpoint worked on at the same time; more wait their turn
_MOST = 50  # passages


def add_named_endpoints(theirs: AssistantOf) -> None:
    """Put the endpoints into the ``gr.Blocks`` that is being built. What fails reaches the caller as its message."""

    def ask(question: str, caller: gr.Request) -> dict[str, Any]:
        """Answer a question from the documents: the answer as `footnote ask --json` prints it."""
        with _told():
            return answer_values(theirs(caller).answer(_checked(question)))

    def search(question: str, caller: gr.Request, k: int = 8) -> list[dict[str, Any]]:
        """The k passages nearest to a question, best first, as `footnote search --json` prints them."""
        with _told():
            return [hit_values(hit) for hit in theirs(caller).search(_checked(question), _counted(k))]

    def documents(caller: gr.Request) -> list[dict[str, Any]]:
        """All documents of the library, by name, as `footnote sources --json` prints them."""
        with _told():
            return [source_values(source) for source in theirs(caller).sources()]

    for function in (ask, search, documents):
        api(function, api_name=function.__name__, concurrency_limit=_AT_ONCE)


def _checked(question: object) -> str:
    asked = question.strip() if isinstance(question, str) else ""
    if fault := question_fault(asked):
        raise gr.Error(fault, print_exception=False)
    return asked


def _counted(k: object) -> int:
    if isinstance(k, int) and not isinstance(k, bool) and 1 <= k <= _MOST:
        return k
    raise gr.Error(words.BAD_COUNT.format(most=_MOST), print_exception=False)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except gr.Error:
        raise
    except Exception as error:
        raise gr.Error(told(error), print_exception=False) from error
