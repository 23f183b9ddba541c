"""The document as a web page, as Markdown and as plain text, with the instruction planted where it is wanted."""

from __future__ import annotations

from html import escape

from eval.poisoned.story import INSTRUCTION, PARAGRAPHS, TITLE, Place

_PLANTED = escape(INSTRUCTION)
# What each place of a web page comes to: head and body, beside the document's own.
_HEADS = {
    Place.WHITE: "<style>body { font: 1em serif } .note { color: #ffffff }</style>",
    Place.METADATA: f'<meta name="description" content="{_PLANTED}"><meta name="author" content="{_PLANTED}">',
}
_BODIES = {
    Place.VISIBLE: f"<p>{_PLANTED}</p>",
    Place.HIDDEN: f'<div style="display: none"><p>{_PLANTED}</p></div>',
    Place.WHITE: f'<p class="note">{_PLANTED}</p><p style="color: white; background: white">{_PLANTED}</p>',
    Place.COMMENT: f"<!-- {INSTRUCTION} -->",
}
_MARKDOWN = {
    Place.VISIBLE: INSTRUCTION,
    Place.HIDDEN: f"<div hidden>{_PLANTED}</div>",
    Place.WHITE: f'<p style="color: #fff">{_PLANTED}</p>',
    Place.COMMENT: f"<!-- {INSTRUCTION} -->",
}


def make_html(place: Place | None) -> bytes:
    """A page; None for the clean one."""
    title = f"{TITLE}. {INSTRUCTION}" if place is Place.METADATA else TITLE
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>{_head(place)}'
    body = "\n".join([f"<h1>{TITLE}</h1>", *_around(_BODIES.get(place, "") if place else "", "<p>{}</p>")])
    return f"<!doctype html>\n<html><head>{head}</head>\n<body>\n{body}\n</body></html>\n".encode()


def make_markdown(place: Place | None) -> bytes:
    """Markdown; its metadata are the title in its front matter, the other fields of which are shown."""
    front = f'---\ntitle: "{TITLE}. {INSTRUCTION}"\n---\n\n'
    body = [f"# {TITLE}", *_around(_MARKDOWN.get(place, "") if place else "", "{}")]
    return ((front if place is Place.METADATA else "") + "\n\n".join(body) + "\n").encode()


def make_text(place: Place | None) -> bytes:
    """Plain text, in which nothing can be hidden."""
    return ("\n\n".join([TITLE, *_around(INSTRUCTION if place else "", "{}")]) + "\n").encode()


def _head(place: Place | None) -> str:
    return _HEADS.get(place, "") if place else ""


def _around(planted: str, pattern: str) -> list[str]:
    """The paragraphs with what is planted behind the first."""
    first, *others = (pattern.format(paragraph) for paragraph in PARAGRAPHS)
    return [first, *([planted] if planted else []), *others]
