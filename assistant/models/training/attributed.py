"""Questions about who said what, made by rule from statements that articles attribute to somebody by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.attribution import Statement, statements
from assistant.facts import names
from assistant.models.training.questions import Question, chance
from assistant.text import content_words, line_spans

_SPEAKER = re.compile(
    r"(?:[A-Z][\w.’'\-]*|of|the|de|la|von|van|and|for)(?: (?:[A-Z][\w.’'\-]*|of|the|de|la|von|van|and|for)){1,5}"
)
_WHOLE_CLAUSE = re.compile(
    r"(?:the|an?|this|that|these|those|it|he|she|they|there|many|most|all|no|its|his|her|their)\s"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|am|be|been|has|have|had|do|does|did|will|would|can|could|may|might|should|must)\b"
)
_LONGEST_ASKED = 16  # words of a statement that a question repeats
_FEWEST, _MOST = 6, 60  # words of a statement
_LONGEST_PASSAGE = 2000  # characters
_WHO_TOLD = (
    "Who said that {}?",
    "According to whom {}?",
    "Who stated that {}?",
    "Who claimed that {}?",
    "Who argued {}?",
)
_WHO_QUOTED = ('Who said "{}"?', 'Whose words are "{}"?', 'Who is quoted as saying "{}"?')
_WHAT_ABOUT = ("What did {} say about {}?", "What did {} say regarding {}?", "What did {} state about {}?")


def attributed_questions(title: str, text: str) -> Iterator[Question]:
    """Questions about an article's statements: who made them, what each said, and what somebody else did not say."""
    for start, end in line_spans(text, 0, len(text)):
        passage = text[start:end]
        if len(passage) > _LONGEST_PASSAGE:
            continue
        good = [statement for statement in statements(passage) if _is_good(passage, statement)]
        speakers = {statement.speaker for statement in good}
        for number, statement in enumerate(good):
            yield from _about(title, passage, statement, speakers, f"said-{title}-{start}-{number}")


def _is_good(passage: str, statement: Statement) -> bool:
    """A named speaker of two words or more, and a statement that stands on its own."""
    if not _SPEAKER.fullmatch(statement.speaker) or passage[slice(*statement.speaker_span)] != statement.speaker:
        return False
    size = len(statement.text.split())
    if not _FEWEST <= size <= _MOST or len(set(content_words(statement.text))) < 4:
        return False
    named = any(name.value in statement.speaker for name in names(passage) if name.sure)
    begins = statement.quoted or _WHOLE_CLAUSE.match(statement.text) or statement.text[0].isupper()
    says = _VERB.search(statement.text)
    return named and bool(begins and says) and statement.speaker not in statement.text


def _about(title: str, passage: str, said: Statement, speakers: set[str], key: str) -> Iterator[Question]:
    choose = chance("attributed", key)
    who = choose.choice(_WHO_QUOTED if said.quoted else _WHO_TOLD).format(_shortened(said.text))
    yield Question(f"{key}-who", title, who, passage, (said.speaker_span,), "said")
    topics = [name.value for name in names(said.text) if name.sure and name.value not in said.speaker]
    if not topics:
        return
    topic = choose.choice(topics)
    asked = choose.choice(_WHAT_ABOUT)
    yield Question(f"{key}-what", title, asked.format(said.speaker, topic), passage, ((said.start, said.end),), "said")
    silent = sorted(
        {
            name.value
            for name in names(passage)
            if name.sure
            and len(name.value.split()) > 1
            and not any(name.value in s or s in name.value for s in speakers)
        }
    )
    if silent:
        yield Question(f"{key}-silent", title, asked.format(choose.choice(silent), topic), passage, (), "silent")


def _shortened(statement: str) -> str:
    """The first words of a statement, ended at a comma where one stands near, without its last punctuation."""
    words = statement.split()
    if len(words) > _LONGEST_ASKED:
        words = words[:_LONGEST_ASKED]
        ends = [number for number, word in enumerate(words) if number >= _FEWEST and word[-1] in ",;:.!?"]
        words = words[: ends[0] + 1] if ends else words
    return " ".join(words).rstrip(".,;:!?…")


def attributed(articles: Iterable[tuple[str, str]], most: int) -> list[Question]:
    """Up to ``most`` such questions from (title, text) articles, the same ones every time, articles mixed."""
    made = [question for title, text in articles for question in attributed_questions(title, text)]
    return sorted(made, key=lambda question: chance(question.id).random())[:most]
