"""How Gradio is made to step back: system fonts, our own style sheets and icon, none of its chrome."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from ui.markup import tag, together

STATIC = Path(__file__).parent / "static"
STYLES = (
    "tokens.css",
    "layout.css",
    "library.css",
    "answer.css",
    "chat.css",
    "sheet.css",
    "login.css",
    "marks.css",
    "table.css",
    "conversations.css",
    "settings.css",
)
_SYSTEM_SANS = ("system-ui", "sans-serif")
_SYSTEM_MONO = ("ui-monospace", "monospace")


def theme() -> gr.themes.Base:
    """A theme that asks no other host for a font."""
    return gr.themes.Base(
        font=_SYSTEM_SANS,
        font_mono=_SYSTEM_MONO,
    ).set(
        body_background_fill="#FBFAF7",
        body_background_fill_dark="#17181B",
        body_text_color="#1D1C1A",
        body_text_color_dark="#E9E6DF",
    )


def head() -> str:
    """The links to our style sheets."""
    return str(together(*(tag("link", rel="stylesheet", href=f"/footnote/static/{name}") for name in STYLES)))
