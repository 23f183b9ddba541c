"""Settings: described, frozen, read from the environment (``FOOTNOTE_*``).

Making a Settings touches no disk and builds nothing. The OpenAI names (``OPENAI_API_KEY``, ``OPENAI_BASE_URL``) are
read as they are, because people have them set already. A few can also be chosen on the page (``Changes``); they are
kept in the home by assistant.choices and hold where the environment says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

PassageCount = Annotated[int, Field(ge=1, le=50)]
Share = Annotated[float, Field(ge=0, le=1)]


class Settings(BaseSettings):
    """Everything that can be set, with its default."""

    model_config = SettingsConfigDict(env_prefix="FOOTNOTE_", frozen=True, extra="ignore", populate_by_name=True)

    home: Path = Field(
        default=Path("~/.footnote"), description="Where the library lives: catalog, indexes, and the files' copies."
    )
    mode: Literal["auto", "extractive", "generated"] = Field(
        default="auto", description="How answers are made; auto generates when a model is named, else extracts."
    )

    openai_api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("OPENAI_API_KEY", "openai_api_key"),
        description="Key of the language-model endpoint; local servers mostly need none.",
    )
    openai_base_url: str = Field(
        default="https://api.openai.com/v1",
        validation_alias=AliasChoices("OPENAI_BASE_URL", "openai_base_url"),
        description="Address of any OpenAI-compatible endpoint (OpenAI, Ollama, vLLM, llama.cpp).",
    )
    model: str = Field(
        default="",
        description="Name of the language model, or a GGUF file (*.gguf); empty means none: answers are extracted.",
    )
    judge_model: str = Field(
        default="", description="Name of the model that judges in `footnote eval --judge`; empty means the same."
    )
    model_timeout: float = Field(default=60.0, gt=0, description="Seconds of silence before the endpoint is given up.")
    model_retries: int = Field(
        default=2, ge=0, le=10, description="Further tries after an overload or a cut connection."
    )
    context_tokens: int = Field(default=8192, ge=1024, description="How many tokens the language model can take in.")

    embedder: Literal["embedded", "openai"] = Field(
        default="embedded", description="Which model embeds passages: the one in the package, or OpenAI's."
    )
    openai_embedding_model: str = Field(
        default="text-embedding-3-small", description="OpenAI embedding model, when embedder is openai."
    )
    reading_seconds: float = Field(
        default=600.0, gt=0, description="Seconds of processor time that reading one file may take."
    )
    reading_memory: int = Field(default=2048, ge=512, description="Megabytes of memory that reading one file may take.")
    threads: int = Field(default=0, ge=0, description="Threads for the embedded models; 0 means one for each core.")

    chroma_url: str = Field(default="", description="Address of a Chroma server; empty means Chroma in this process.")
    chroma_token: SecretStr | None = Field(default=None, description="Token for the Chroma server or Chroma Cloud.")
    chroma_tenant: str = Field(default="", description="Tenant on the Chroma server; empty means its default.")
    chroma_database: str = Field(default="", description="Database on the Chroma server; empty means its default.")

    hosts: str = Field(default="", description="Names by which a proxy in front may call the chat, parted by commas.")
    proxies: str = Field(
        default="",
        description="IP addresses or networks of the proxies that are believed about whom they speak for "
        "(X-Forwarded-For and -Proto), parted by commas.",
    )

    passages: PassageCount = Field(default=8, description="How many passages an answer may draw on.")
    strictness: Share = Field(
        default=0.6, description="How sure an extracted answer must be; higher declines more often."
    )

    def at_home(self, *parts: str) -> Path:
        """A path below the home, with ``~`` resolved. Nothing is created."""
        return self.home.expanduser().absolute().joinpath(*parts)

    @property
    def host_names(self) -> frozenset[str]:
        """``hosts``, one by one."""
        return frozenset(_parts(self.hosts.lower()))

    @property
    def proxy_addresses(self) -> frozenset[str]:
        """``proxies``, one by one."""
        return frozenset(_parts(self.proxies))

    @field_validator("proxies")
    @classmethod
    def _check_proxies(cls, value: str) -> str:
        for each in _parts(value):
            ip_network(each)
        return value

    @property
    def generates(self) -> bool:
        """Whether answers are written by a language model."""
        return self.mode == "generated" or (self.mode == "auto" and bool(self.model))


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a person may choose on the page; None leaves a setting as it is, and an empty key forgets it."""

    mode: Literal["extractive", "generated"] | None = None
    openai_base_url: str | None = None
    model: str | None = None
    openai_api_key: SecretStr | None = None
    passages: PassageCount | None = None
    strictness: Share | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What holds of all that, for a person to see. ``fixed`` are those that the environment has set."""

    writes: bool  # whether a language model writes the answers
    openai_base_url: str
    model: str
    has_key: bool
    passages: int
    strictness: float
    fixed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Trial:
    """What an endpoint answered when it was tried, and after how many seconds."""

    model: str
    reply: str
    seconds: float


def load_settings(**overrides: object) -> Settings:
    """Read the environment; ``overrides`` win. Raises SettingsError naming the setting and what it must be."""
    try:
        settings = Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in error.errors())
        raise SettingsError(
            f"A setting cannot be used ({problems}). Correct it or unset it and start again."
        ) from error
    if settings.mode == "generated" and not settings.model:
        raise SettingsError(
            "FOOTNOTE_MODE is 'generated' but no model is named. Set FOOTNOTE_MODEL, or FOOTNOTE_MODE=extractive."
        )
    return settings
