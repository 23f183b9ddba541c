"""The documents that the torture works on: what each says in each version follows from its number alone."""

from __future__ import annotations

from pathlib import Path

_PARAGRAPHS = 6


def name_of(number: int) -> str:
    return f"paper-{number}.md"


def text_of(number: int, version: int) -> str:
    """Every sentence names the paper and the version, so that no mixture of two versions can pass for one."""
    mark = f"paper {number} in version {version}"
    lines = [f"# Paper {number}", ""]
    for paragraph in range(_PARAGRAPHS + version % 3):
        lines += [f"Paragraph {paragraph} of {mark} is about subject{paragraph * 7 + version}. " * 5, ""]
    return "\n".join(lines)


def write(folder: Path, number: int, version: int) -> Path:
    path = folder / name_of(number)
    path.write_text(text_of(number, version), encoding="utf-8")
    return path
