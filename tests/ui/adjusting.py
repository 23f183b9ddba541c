"""Settings in memory, for the tests of the page: an endpoint that answers at one address only."""

from __future__ import annotations

from dataclasses import replace

from assistant.errors import EndpointUnavailable, SettingsError
from assistant.settings import Changes, Choices, Trial

GOOD_ADDRESS = "http://127.0.0.1:11434/v1"


class PretendSettings:
    """Implements assistant.assistant.Adjustable. ``keys`` are those that were given."""

    def __init__(self) -> None:
        self.chosen = Choices(False, "https://api.openai.com/v1", "", False, 8, 0.55)
        self.keys: list[str] = []

    def choices(self) -> Choices:
        return self.chosen

    def choose(self, changes: Changes) -> Choices:
        if changes.mode == "generated" and not changes.model:
            raise SettingsError("No language model is named. Give its name, or have the answers quoted.")
        if changes.openai_api_key is not None:
            self.keys.append(changes.openai_api_key.get_secret_value())
        now = self.chosen
        self.chosen = replace(
            now,
            writes=now.writes if changes.mode is None else changes.mode == "generated",
            openai_base_url=changes.openai_base_url or now.openai_base_url,
            model=now.model if changes.model is None else changes.model,
            has_key=bool(self.keys and self.keys[-1]),
            passages=changes.passages or now.passages,
            strictness=now.strictness if changes.strictness is None else changes.strictness,
        )
        return self.chosen

    def try_model(self, changes: Changes) -> Trial:
        if changes.openai_base_url != GOOD_ADDRESS:
            raise EndpointUnavailable(f"The endpoint at {changes.openai_base_url} cannot be reached. Start it.")
        return Trial(changes.model or "", 'ready <img src=x onerror="alert(7)">', 0.4)
