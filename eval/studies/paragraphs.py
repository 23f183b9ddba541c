"""How well the whole assistant reads one paragraph: SQuAD 2.0's questions, each asked of its gold paragraph alone.

The span is the reader's surest one, and how sure it is that there is an answer is the assistant's confidence. Below
which confidence it declines is fitted on the development articles; the figures of the test articles follow from that.

    python -m eval.studies.paragraphs --data ../shared/data

It imports parts, since it asks them with nothing declined.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.answer import finish, retrieve
from assistant.assistant import build_assistant
from assistant.local import LocalAssistant
from assistant.models.training.plan import SQUAD2
from assistant.models.training.questions import Part, Question, part_of, read_squad
from assistant.models.training.scoring import Figures, Reading, figures, intervals
from assistant.records import Filters, Hit
from assistant.settings import Settings
from eval.progress import shown

COLUMNS = ("exact", "f1", "auroc", "official_f1")


def questions(data: Path, part: Part, most: int) -> list[Question]:
    """The questions of a part's articles, at most so many of them."""
    return [each for each in read_squad(data / SQUAD2.path, SQUAD2.kind) if part_of(each.title) == part][:most]


def read(assistant: LocalAssistant, asked: Sequence[Question], folder: Path) -> Iterator[Reading]:
    """What the assistant makes of each question in its paragraph, which becomes a document of its own."""
    numbers = {passage: number for number, passage in enumerate(dict.fromkeys(each.passage for each in asked))}
    folder.mkdir()
    for each in asked:
        text = f"# {each.title.replace('_', ' ')}\n\n{each.passage}"
        (folder / f"{numbers[each.passage]}.md").write_text(text, encoding="utf-8")
    list(assistant.add([folder]))
    ids = {source.name: source.id for source in assistant.sources()}
    synthesizer = assistant._extractive(0.0)
    for each in asked:
        only = Filters(sources=frozenset([ids[f"{numbers[each.passage]}.md"]]))
        hits = retrieve(assistant._engine(synthesizer, only), each.question)
        sure = logit(finish(synthesizer.write(each.question, hits)).confidence)
        yield Reading(surest(hits), sure, sure, tuple(each.references))


def surest(hits: Sequence[Hit]) -> str:
    """The words of the best reading of some passages; "" where nothing was read."""
    readings = [(reading, hit.passage) for hit in hits for reading in hit.readings]
    reading, passage = max(readings, key=lambda each: each[0].score, default=(None, None))
    if reading is None or passage is None:
        return ""
    return passage.text[reading.start - passage.start : reading.end - passage.start]


def logit(chance: float) -> float:
    """A probability in logits, finite also for 0 and 1."""
    kept = min(max(chance, 1e-9), 1 - 1e-9)
    return math.log(kept / (1 - kept))


def row(part: Part, count: int, found: Figures, within: dict[str, tuple[float, float]]) -> str:
    """Figures with their 95% intervals as a row of a table."""
    told = (f"{getattr(found, name):.1f} ({within[name][0]} to {within[name][1]})" for name in COLUMNS)
    return f"| {part} | {count:,} | " + " | ".join(told) + " |"


def main() -> None:
    """Print a row for each part; the threshold is that of the development part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--most", type=int, default=10_000, help="questions of a part at most")
    given = parser.parse_args()
    threshold: float | None = None
    print("| part | questions | exact match | F1 | AUROC | official F1 |\n|---|---|---|---|---|---|")
    parts: tuple[Part, ...] = ("dev", "test")
    for part in parts:
        asked = questions(given.data, part, given.most)
        with tempfile.TemporaryDirectory() as scratch:
            assistant = build_assistant(Settings(home=Path(scratch) / "home"))
            readings = list(shown(read(assistant, asked, Path(scratch) / "paragraphs"), len(asked), "asked"))
            assistant.close()
        found = figures(readings, threshold)
        threshold = found.threshold
        print(row(part, len(asked), found, intervals(readings, threshold)), flush=True)


if __name__ == "__main__":
    main()
