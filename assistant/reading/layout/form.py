"""Values of form fields, put beside the labels that stand on their height."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from assistant.reading.layout.fragment import NOWHERE, Fragment


def with_values(fragments: Sequence[Fragment], values: Iterable[Fragment]) -> list[Fragment]:
    """The fragments, each with the values that belong to it; a value without a label stands alone."""
    found = list(fragments)
    for value in values:
        label = min(
            (each for each in found if _on_height(each, value)), key=lambda each: _gap(each, value), default=None
        )
        if label is None:
            found.append(value)
        else:
            found[found.index(label)] = _joined(*sorted((label, value), key=lambda each: each.left))
    return found


def _on_height(label: Fragment, value: Fragment) -> bool:
    overlap = min(label.bottom, value.bottom) - max(label.top, value.top)
    return overlap > 0.5 * min(label.height, value.height)


def _gap(label: Fragment, value: Fragment) -> tuple[float, float]:
    """How far the value stands from its label; a tick may stand before it, other values stand after it."""
    after, before = value.left - label.right, label.left - value.right
    is_tick = value.text.startswith("[")
    return (0.0, max(after, before)) if after >= -value.height or is_tick else (1.0, before)


def _joined(left: Fragment, right: Fragment) -> Fragment:
    space = np.full((1, 5), NOWHERE, dtype=np.int32)
    space[0, 0] = left.rows[-1, 0]
    return Fragment(
        f"{left.text} {right.text}", left.left, min(left.top, right.top), max(left.right, right.right),
        max(left.bottom, right.bottom), left.size, left.bold, np.concatenate([left.rows, space, right.rows]), True,
    )  # fmt: skip
