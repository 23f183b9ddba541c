"""The questions that are offered next: quiet buttons under the last answer, or on the page that is still empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from markupsafe import Markup
from pydantic import Field, TypeAdapter

from ui.faults import QUESTION_LIMIT
from ui.markup import plain, said, tag, together

Offered = Annotated[list[Annotated[str, Field(max_length=QUESTION_LIMIT)]], Field(max_length=10)]
OFFERED: TypeAdapter[list[str]] = TypeAdapter(Offered)


def next_questions(questions: Sequence[str]) -> Markup:
    """A button for each question; what is asked is what it says, without characters that turn or hide."""
    return together(*(tag("button", said(plain(text)), type="button", data_action="suggested") for text in questions))
