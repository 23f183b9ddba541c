"""A conversation as JSON, and back: all that the page knows of it, exactly."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from pydantic import ValidationError

from assistant.errors import ConversationError
from ui import words
from ui.export.record import Conversation, References, dump_conversation, load_conversation

FORMAT, VERSION = "footnote conversation", 1
_LONGEST = 1_000_000  # characters of a file


def write_json(conversation: Conversation, day: date) -> str:
    """One JSON document. ``references`` repeat what the turns hold, numbered as in the other forms, for programs."""
    values = {
        "format": FORMAT,
        "version": VERSION,
        "exported": day.isoformat(),
        **dump_conversation(conversation),
        "references": [{**asdict(cited), "sha256_begins": cited.source_id} for cited in References(conversation).all],
    }
    return json.dumps(values, ensure_ascii=False, indent=2, default=str) + "\n"


def read_json(text: str, name: str) -> Conversation:
    """What ``write_json`` wrote. Raises ConversationError, which says what in the file ``name`` is wrong."""
    try:
        values = json.loads(text if len(text) <= _LONGEST else "", parse_constant=_no_number)
        _check_kind(values)
        return load_conversation(values)
    except ValidationError as error:
        first = error.errors()[0]
        problem = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    except RecursionError:
        problem = words.NOT_CONVERSATION
    except ValueError as error:
        problem = str(error) if len(text) <= _LONGEST else words.TOO_LONG_FILE.format(limit=_LONGEST)
    raise ConversationError(words.BAD_CONVERSATION.format(name=name, problem=problem.rstrip(".")))


def _check_kind(values: Any) -> None:
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise ValueError(words.NOT_CONVERSATION)
    if values.get("version") != VERSION:
        raise ValueError(words.OTHER_VERSION.format(version=str(values.get("version"))[:20]))
    try:
        json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # could neither be shown nor saved
        raise ValueError(words.HALF_CHARACTER) from None


def _no_number(constant: str) -> float:
    raise ValueError(words.NO_NUMBER.format(constant=constant))
