"""What a person is told when something fails: the error's own words if it was foreseen, else a log entry's id."""

from __future__ import annotations

import logging
import secrets

from assistant.errors import FootnoteError
from ui import words

_log = logging.getLogger(__name__)


def told(error: Exception) -> str:
    """A sentence fit to show. What was not foreseen is logged in full under the id that the sentence names."""
    if isinstance(error, FootnoteError):
        return str(error)
    entry = secrets.token_hex(3)
    _log.error("Unforeseen error %s", entry, exc_info=error)
    return words.UNEXPECTED.format(id=entry)
