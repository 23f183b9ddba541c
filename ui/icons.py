"""The few signs on the page: strokes on a 20 by 20 grid, in the colour of the text around them."""

from __future__ import annotations

from markupsafe import Markup

from ui.markup import tag

_PATHS = {
    "send": "M10 16V4M5 9l5-5 5 5",
    "stop": "M6 6h8v8H6z",
    "plus": "M10 4v12M4 10h12",
    "close": "M5 5l10 10M15 5L5 15",
    "previous": "M12 5l-5 5 5 5",
    "next": "M8 5l5 5-5 5",
    "up": "M5 12l5-5 5 5",
    "down": "M5 8l5 5 5-5",
    "find": "M13 8.500a4.500 4.500 0 1 1-9 0 4.500 4.500 0 0 1 9 0zM12 12l4.500 4.500",
    "link": "M8.500 11.500l3-3M9 6.500l2-2a3 3 0 0 1 4.500 4.500l-2 2M11 13.500l-2 2a3 3 0 0 1-4.500-4.500l2-2",
    "copy": "M7 7h9v9H7zM4 13V4h9",
    "good": "M7 9v7H4V9zM7 9l3-6c1.5 0 2 1 2 2.500L11.500 8H16l-1.300 7.200c-.1.500-.5.800-1 .8H7",
    "bad": "M13 11V4h3v7zM13 11l-3 6c-1.500 0-2-1-2-2.500L8.500 12H4l1.300-7.200c.1-.5.500-.8 1-.8H13",
    "retry": "M15.500 10a5.500 5.500 0 1 1-1.600-3.900M14 3v3.300h-3.300",
    "edit": "M4 16l.8-3.200L13 4.600l2.400 2.400-8.200 8.200z",
    "settings": "M3 6h7M14 6h3M12 4v4M3 14h3M10 14h7M8 12v4",
    "more": "M4.500 9.500h1v1h-1zM9.500 9.500h1v1h-1zM14.500 9.500h1v1h-1z",
    "calendar": "M4 5.500h12V16H4zM4 9h12M7.500 3.500v3M12.500 3.500v3",
    "folder": "M3.500 5v10.500h13v-8.500h-7l-2-2z",
    "remove": "M4 6h12M8 6V4h4v2M6 6l.7 10h6.600L14 6",
    "library": "M4 4h12v12H4zM8 4v12",
    "keyboard": "M3 6h14v8H3zM6 9h.01M10 9h.01M14 9h.01M7 11.500h6",
    "chart": "M4 16h12M6 13V9M10 13V5M14 13v-2.500",
    "add": "M10 13V4M6.500 7.500L10 4l3.500 3.500M4 13v3h12v-3",
}


def icon(name: str) -> Markup:
    """A sign by its name, hidden from screen readers: the button around it has the words."""
    return Markup(  # noqa: S704  # constants only
        f'<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><path d="{_PATHS[name]}"/></svg>'
    )


def icon_button(action: str, label: str, name: str, **attributes: str) -> Markup:
    """A button that is only a sign; its words are for screen readers and for whoever hovers."""
    return tag(
        "button",
        icon(name),
        type="button",
        class_="icon-button",
        data_action=action,
        title=label,
        aria_label=label,
        **attributes,
    )


def icon_link(address: str, label: str, name: str) -> Markup:
    """A link to another page of ours that is only a sign; it opens beside the chat."""
    return tag(
        "a",
        icon(name),
        class_="icon-button",
        href=address,
        target="_blank",
        rel="noopener",
        title=label,
        aria_label=label,
    )
