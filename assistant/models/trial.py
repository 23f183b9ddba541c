"""Trying a language-model endpoint: one short question, and what came back."""

from __future__ import annotations

import time

from llama_index.core.base.llms.types import ChatMessage

from assistant.models import build_language_model, let_go
from assistant.models.language import complete_reply
from assistant.prompts import load_prompt
from assistant.settings import Settings, Trial
from assistant.text import squeeze

_PATIENCE = 20.0  # seconds of silence; somebody waits before the page
_SHOWN = 200  # characters of the reply


def try_language_model(settings: Settings) -> Trial:
    """Ask the model that ``settings`` name, once. Raises SettingsError, EndpointRefused or EndpointUnavailable."""
    patience = min(settings.model_timeout, _PATIENCE)
    model = build_language_model(settings.model_copy(update={"model_retries": 0, "model_timeout": patience}))
    messages = [ChatMessage(role=role, content=text) for role, text in load_prompt("trial").render_parts()]
    begun = time.perf_counter()
    try:
        reply = complete_reply(model, messages)
    finally:
        let_go(model)
    return Trial(settings.model, squeeze(reply)[:_SHOWN], round(time.perf_counter() - begun, 1))
