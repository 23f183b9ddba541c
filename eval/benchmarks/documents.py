"""Text to measure with: articles of a file or the sample documents, as often as is needed, with other names each time.

A copy with other names is another document with words of its own, so that indexes grow as they do with real text.
"""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from itertools import count
from pathlib import Path

from assistant.reading import read

SAMPLES = Path(str(files("eval"))) / "samples"
_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
_SYLLABLES = ("ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "xo", "zu", "ha")

Text = tuple[str, str]
"""A title and a text."""


def load_texts(path: Path | None) -> list[Text]:
    """The articles (``title``, ``text``) of a .jsonl or .jsonl.gz file; the sample documents where it is None."""
    if path is None:
        found = [(each.stem, read(each.read_bytes(), each.name)) for each in sorted(SAMPLES.iterdir())]
        return [(document.title or name, document.text) for name, document in found]
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [(article["title"], article["text"]) for article in map(json.loads, file)]


def renamed(text: str, copy: int) -> str:
    """A text in which every name ends in a mark of the copy; the first copy (0) is the text itself."""
    if not copy:
        return text
    mark, rest = "", copy
    while rest:
        mark += _SYLLABLES[rest % 16]
        rest //= 16
    return _NAME.sub(lambda name: name[0] + mark, text)


def endless(texts: Sequence[Text]) -> Iterator[Text]:
    """The texts over and over, each time with other names."""
    for copy in count():
        for title, text in texts:
            yield renamed(title, copy), renamed(text, copy)


def as_text(title: str, text: str) -> str:
    """A document as plain text."""
    return f"{title}\n\n{text}\n"


def as_page(title: str, text: str) -> str:
    """A document as a web page with what surrounds an article."""
    body = "\n".join(f"<p>{html.escape(each)}</p>" for each in text.splitlines() if each.strip())
    name = html.escape(title)
    return (
        f"<!doctype html><html><head><title>{name}</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{name}</h1>\n{body}\n</article><footer>Imprint</footer></body></html>\n"
    )


FORMS: dict[str, Callable[[str, str], str]] = {"txt": as_text, "html": as_page}


def write_folder(folder: Path, texts: Iterator[Text], characters: int, form: str = "txt") -> int:
    """Write documents until they have ``characters``; gives how many characters of text they really have."""
    written = 0
    for number in count():
        if written >= characters:
            return written
        title, text = next(texts)
        text = text[: max(200, characters - written)]
        place = folder / f"{number // 1000:04}" / f"{number:07}.{form}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(FORMS[form](title, text), encoding="utf-8")
        written += len(text)
    return written
