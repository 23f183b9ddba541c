"""Loads the prompts in ``prompts/*.md`` and fills their placeholders.

A file begins with a front matter between two lines of ``---`` (``purpose`` and ``placeholders``, parted by commas) and
goes on with parts, each under a heading that is a role: ``# system``, ``# user``. A placeholder is ``{name}`` in lower
case; all other braces are plain text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib import resources

from assistant.errors import PromptError

_FILE = re.compile(r"---\n(?P<front>.*?)\n---\n(?P<text>.*)", re.DOTALL)
_PLACEHOLDER = re.compile(r"\{([a-z][a-z_]*)\}")
_ROLE = re.compile(r"^# (system|user)\n", re.MULTILINE)
_CLOSING = re.compile(r"<\s*/(?=\s*(?:passages|conversation))", re.IGNORECASE)
_NOT_FOUND = re.compile(r"^\W*NOT[ _]FOUND\b\W*(?P<missing>[^\n]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as its file has it. ``hash`` tells versions apart: the first 12 digits of the file's SHA-256."""

    name: str
    purpose: str
    placeholders: tuple[str, ...]
    text: str
    hash: str

    def render(self, **values: str) -> str:
        """The text with ``values`` in place of its placeholders, each inserted verbatim, whatever braces it holds.

        Raises PromptError unless exactly the declared placeholders are given.
        """
        self._require(values)
        return _PLACEHOLDER.sub(lambda match: values[match[1]], self.text)

    def render_parts(self, **values: str) -> list[tuple[str, str]]:
        """(role, text) of each part, in order. A value that looks like a heading starts no part. Raises PromptError."""
        self._require(values)
        _, *parts = _ROLE.split(self.text)
        return [
            (role, _PLACEHOLDER.sub(lambda match: values[match[1]], text).strip())
            for role, text in zip(parts[::2], parts[1::2], strict=True)
        ]

    def _require(self, values: Mapping[str, str]) -> None:
        if missing := [name for name in self.placeholders if name not in values]:
            raise PromptError(f"prompts/{self.name}.md needs a value for {{{missing[0]}}}. Give every placeholder one.")
        if unknown := [name for name in values if name not in self.placeholders]:
            raise PromptError(
                f"prompts/{self.name}.md has no placeholder {{{unknown[0]}}}. Declare it or leave it out."
            )


@lru_cache
def load_prompt(name: str) -> Prompt:
    """The prompt in ``prompts/NAME.md``. Raises PromptError naming the file and the placeholder at fault."""
    try:
        content = resources.files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    except (OSError, ModuleNotFoundError):
        raise PromptError(f"prompts/{name}.md cannot be read. Reinstall the package, or restore the file.") from None
    return parse_prompt(name, content)


def parse_prompt(name: str, content: str) -> Prompt:
    """The prompt that ``content`` holds. Raises PromptError where it uses other placeholders than it declares."""
    match = _FILE.fullmatch(content.replace("\r\n", "\n"))
    if not match:
        raise PromptError(
            f"prompts/{name}.md has no front matter. Begin it with purpose and placeholders between '---'."
        )
    front = dict(line.split(":", 1) for line in match["front"].splitlines() if ":" in line)
    if absent := {"purpose", "placeholders"} - front.keys():
        raise PromptError(
            f"prompts/{name}.md does not say its {min(absent)}. Add a line '{min(absent)}: ...' at its top."
        )
    declared = tuple(part.strip() for part in front["placeholders"].split(",") if part.strip())
    used = set(_PLACEHOLDER.findall(match["text"]))
    if undeclared := used - set(declared):
        raise PromptError(f"prompts/{name}.md uses {{{min(undeclared)}}} but does not declare it under placeholders.")
    if unused := set(declared) - used:
        raise PromptError(f"prompts/{name}.md declares {{{min(unused)}}} but does not use it. Remove it or use it.")
    digest = sha256(content.encode()).hexdigest()[:12]
    return Prompt(name, front["purpose"].strip(), declared, match["text"].strip(), digest)


def fenced(text: str) -> str:
    """Text that cannot close the tags that the prompts put around it, however it writes them."""
    return _CLOSING.sub("< /", text)


def not_found(reply: str) -> str | None:
    """What is missing, where a reply to ``answer.md`` says that the passages do not answer; None where they do."""
    match = _NOT_FOUND.match(reply.strip())
    return match["missing"].strip(" *`_") if match else None
