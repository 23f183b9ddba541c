"""A question's windows, with the title in front or without."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.models.training.questions import Question, chance
from assistant.models.windows import Window, Windows

TITLED = 0.5  # share of questions whose windows begin with the title, so that the reader does well with and without


def has_title(question: Question) -> bool:
    """Whether the windows of this question begin with its title: half of the questions, and only a real title."""
    made_up = question.title.startswith(("Amazon_Reviews", "Filtered_Reddit"))
    return not made_up and chance("title", question.id).random() < TITLED


def windows_of(cutter: Windows, question: Question, *, titled: bool) -> Iterator[Window]:
    """The windows of ``question``, each pointing at the answer where it holds it."""
    title = question.title.replace("_", " ") if titled else ""
    return cutter.of(question.question, question.passage, title=title, answer=question.answer)
