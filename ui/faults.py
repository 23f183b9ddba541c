"""What a person is told when something fails: the error's own words if it was foreseen, else a log entry's id."""

from __future__ import annotations

import logging
import secrets

from assistant.errors import FootnoteError
from ui import words

QUESTION_LIMIT = 4000  # characters
_log = logging.getLogger(__name__)


def question_fault(question: str) -> str:
    """Why a question cannot be asked; empty when it can."""
    if not question.strip():
        return words.EMPTY_QUESTION
    if len(question) > QUESTION_LIMIT:
        return words.QUESTION_TOO_LONG.format(length=len(question), limit=QUESTION_LIMIT)
    return ""


def told(error: Exception) -> str:
    """A sentence fit to show. What was not foreseen is logged in full under the id that the sentence names."""
    if isinstance(error, FootnoteError):
        return str(error)
    entry = secrets.token_hex(3)
    _log.error("Unforeseen error %s", entry, exc_info=error)
    return words.UNEXPECTED.format(id=entry)
