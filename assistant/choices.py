"""What was chosen on the settings page: kept in the home, and holding wherever the environment says nothing.

The file may hold a key, so only its owner can read it. A key goes to one address alone: that of the environment to the
address that the environment means, one given on the page to the address that it was given for.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import SecretStr, TypeAdapter, ValidationError

from assistant.errors import LibraryUnreadable, SettingsError
from assistant.settings import Changes, Choices, PassageCount, Settings, Share

NAME = "settings.json"
_CHOOSABLE = ("mode", "openai_base_url", "model", "passages", "strictness")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the file holds; None where nothing was chosen."""

    mode: Literal["extractive", "generated"] | None = None
    openai_base_url: str | None = None
    model: str | None = None
    passages: PassageCount | None = None
    strictness: Share | None = None
    key: str | None = None


_KEPT = TypeAdapter(_Kept)


class KeptChoices:
    """The choices in the home of ``given``, which are the settings of the environment."""

    def __init__(self, given: Settings) -> None:
        self._given, self._path = given, given.at_home(NAME)
        self._lock = threading.Lock()

    def settings(self) -> Settings:
        """The settings that hold. Choices that can no longer be used are passed over, so that Footnote starts."""
        try:
            return self._settled(self._read())
        except SettingsError as error:
            _log.warning("what is chosen in %s is passed over: %s", self._path, error)
            return self._given

    def settings_with(self, changes: Changes) -> Settings:
        """The settings as they would be with ``changes``; nothing is kept. Raises SettingsError."""
        return self._settled(self._changed(self._read(), changes))

    def keep(self, changes: Changes) -> None:
        """Keep ``changes``. Raises SettingsError for what cannot be used, LibraryUnreadable if it cannot be written."""
        with self._lock:
            kept = self._changed(self._read(), changes)
            self._settled(kept)
            self._write(kept)

    def shown(self, settings: Settings) -> Choices:
        """What holds, for a person to see: all but the key."""
        fixed = self._given.model_fields_set & set(_CHOOSABLE)
        if self._has_own_key(settings.openai_base_url):
            fixed |= {"openai_api_key"}
        return Choices(
            writes=settings.generates,
            openai_base_url=settings.openai_base_url,
            model=settings.model,
            has_key=bool(settings.openai_api_key),
            passages=settings.passages,
            strictness=settings.strictness,
            fixed=frozenset(fixed),
        )

    def _has_own_key(self, address: str) -> bool:
        """Whether the environment has a key for an address: for the one that it means, and for no other."""
        return bool(self._given.openai_api_key) and address == self._given.openai_base_url

    def _free(self, values: dict[str, Any]) -> dict[str, Any]:
        """What of ``values`` is chosen, and may be."""
        settable = set(_CHOOSABLE) - self._given.model_fields_set
        return {name: value for name, value in values.items() if name in settable and value is not None}

    def _settled(self, kept: _Kept) -> Settings:
        chosen = self._free(asdict(kept))
        if not self._has_own_key(chosen.get("openai_base_url", self._given.openai_base_url)):
            chosen["openai_api_key"] = SecretStr(kept.key) if kept.key else None
        settings = self._given.model_copy(update=chosen)
        if settings.generates and not settings.model:
            raise SettingsError("No language model is named. Give its name, or have the answers quoted.")
        return settings

    def _changed(self, kept: _Kept, changes: Changes) -> _Kept:
        new = self._free(asdict(changes))
        if "openai_base_url" in new:
            new["openai_base_url"] = _address(new["openai_base_url"])
            if new["openai_base_url"] != (kept.openai_base_url or self._given.openai_base_url):
                new["key"] = None
        if "model" in new:
            new["model"] = new["model"].strip()
        if changes.openai_api_key is not None:
            new["key"] = changes.openai_api_key.get_secret_value().strip() or None
        try:
            return _KEPT.validate_python(asdict(replace(kept, **new)))
        except ValidationError as error:
            problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            raise SettingsError(f"A setting cannot be used ({problems}). Correct it and try again.") from None

    def _read(self) -> _Kept:
        try:
            return _KEPT.validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return _Kept()
        except (OSError, ValidationError):  # which may quote the key
            _log.warning("%s cannot be read, so what was chosen on the settings page does not hold", self._path)
            return _Kept()

    def _write(self, kept: _Kept) -> None:
        draft = self._path.with_suffix(".new")
        try:
            draft.unlink(missing_ok=True)  # one that was left behind may be readable by others
            draft.touch(mode=0o600, exist_ok=False)
            draft.write_bytes(_KEPT.dump_json(kept, indent=2, exclude_none=True))
            draft.replace(self._path)
        except OSError as error:
            raise LibraryUnreadable(
                f"{self._path} cannot be written ({error.strerror}), so nothing was changed. Make room or give the "
                "home back its rights."
            ) from error


def _address(text: str) -> str:
    """The address of an endpoint as it is used. Raises SettingsError."""
    address = text.strip()
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, brackets that do not close
        usable = False
    if not usable or "@" in address:
        raise SettingsError(
            "The address of the language model must begin with http:// or https:// and hold no user name, such as "
            "http://127.0.0.1:11434/v1. A key goes into its own field."
        )
    return address
