"""A language model from a file: llama.cpp serves it inside this process, on a loopback port with a key of its own.

Needs ``pip install 'footnote[local]'``. The file is loaded with the first question.
"""

from __future__ import annotations

import logging
import secrets
import threading
from pathlib import Path
from typing import Any

from pydantic import Field, PrivateAttr

from assistant.errors import EndpointRefused, MissingExtra, SettingsError
from assistant.models.language import EndpointLanguageModel
from assistant.settings import Settings

LONGEST = 512  # tokens of a reply; a small model may repeat itself without end
_MAGIC = b"GGUF"


class FileLanguageModel(EndpointLanguageModel):
    """The model of a GGUF file."""

    path: Path = Field(description="The file.")
    threads: int | None = Field(default=None, description="Processor threads; None lets llama.cpp choose.")
    _key: str = PrivateAttr(default_factory=lambda: secrets.token_urlsafe(32))
    _server: Any = PrivateAttr(default=None)
    _starting: Any = PrivateAttr(default_factory=threading.Lock)

    def _get_credential_kwargs(self, is_async: bool = False) -> dict[str, Any]:
        address = f"{self._served()}/v1"
        return {**super()._get_credential_kwargs(is_async=is_async), "base_url": address, "api_key": self._key}

    def close(self) -> None:
        """Free the model."""
        with self._starting:
            self._server = None

    def _served(self) -> str:
        """The server's address. Raises EndpointRefused where the file cannot be loaded."""
        with self._starting:
            if self._server is None:
                self._server = self._started()
            return str(self._server.listening_address)

    def _started(self) -> Any:
        import xllamacpp

        logging.getLogger(__name__).info("loading %s", self.path.name)
        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(self.path)
        parameters.n_ctx, parameters.n_parallel = self.context_tokens, 1
        parameters.hostnames, parameters.port, parameters.api_keys = ["127.0.0.1"], 0, [self._key]
        parameters.verbosity = 1  # errors
        if self.threads:
            parameters.cpuparams.n_threads = self.threads
        try:
            return xllamacpp.Server(parameters)
        except Exception as error:  # its own types say no more than RuntimeError
            raise EndpointRefused(
                f"The model file {self.path} cannot be loaded ({error}). It may be cut short, or need a newer "
                "llama.cpp: download it again, or run pip install --upgrade xllamacpp."
            ) from None


def build_file_model(settings: Settings) -> FileLanguageModel:
    """The model of the file that the settings name; it is not loaded yet. Raises SettingsError, MissingExtra."""
    path = Path(settings.model).expanduser()
    try:
        with path.open("rb") as file:
            begins = file.read(len(_MAGIC))
    except OSError as error:
        raise SettingsError(
            f"The model file {path} cannot be read: {error.strerror}. Set FOOTNOTE_MODEL to a GGUF file, or to the "
            "name of a model at an endpoint."
        ) from None
    if begins != _MAGIC:
        raise SettingsError(f"{path} is not a GGUF model file. Set FOOTNOTE_MODEL to one.")
    try:
        import xllamacpp  # noqa: F401
    except ImportError:
        raise MissingExtra("A model file needs llama.cpp: pip install 'footnote[local]'.") from None
    return FileLanguageModel(
        model=path.stem,
        path=path,
        threads=settings.threads or None,
        api_key="none",
        temperature=0.0,
        timeout=settings.model_timeout,
        max_retries=0,
        max_tokens=LONGEST,
        context_tokens=settings.context_tokens,
        tries_again=settings.model_retries,
    )
