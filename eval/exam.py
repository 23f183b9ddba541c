"""Ask an exam's questions of a library that holds its documents, and grade the answers by their evidence.

    python -m eval.exam --cases FILE.jsonl --home DIR [--half develop|report] [--out FILE.json]

A case is one of ``footnote eval``'s, with ``kind``, ``gold`` and ``half``. The grade is a program's, so it is a little
too kind or too strict here and there; ``--out`` keeps every answer for reading. An answer is right when it shows one of
the accepted answers, or most of the words of the evidence, from a document that holds it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.assistant import build_assistant
from assistant.records import Answer, Turn
from assistant.settings import Settings

MOST = 0.6  # of the evidence's words that an answer must show
RIGHT, WRONG, NEAR, FAR = "right", "wrong and sure", "declined, place shown", "declined"
RIGHTLY, ANSWERED = "declined rightly", "answered though unanswerable"
GRADES = (RIGHT, WRONG, NEAR, FAR, RIGHTLY, ANSWERED)


def words(text: str) -> list[str]:
    """Letters and digits, folded."""
    return re.findall(r"[^\W_]+", text.casefold())


def holds(shown: str, case: Mapping[str, Any]) -> bool:
    """Whether a text shows an accepted answer or most of a piece of evidence."""
    plain = f" {' '.join(words(shown))} "
    if any(f" {' '.join(words(answer))} " in plain for answer in case["answers"] if words(answer)):
        return True
    there = Counter(words(shown))
    for evidence in case["evidence"]:
        wanted = Counter(words(evidence))
        if wanted and sum((wanted & there).values()) >= MOST * sum(wanted.values()):
            return True
    return False


def grade(answer: Answer, case: Mapping[str, Any]) -> str:
    """One of ``GRADES``."""
    if not case["answerable"]:
        return RIGHTLY if answer.refused else ANSWERED
    documents = set(case["documents"])
    if answer.refused:
        near = answer.passages[:1]
        return NEAR if any(hit.source in documents and holds(hit.passage.text, case) for hit in near) else FAR
    cited = {citation.source for sentence in answer.sentences for citation in sentence.citations}
    return RIGHT if cited & documents and holds(f"{answer.short_answer} {answer.answer}", case) else WRONG


def place(answer: Answer, case: Mapping[str, Any]) -> int:
    """The rank of the first passage that holds the evidence, from 1; 0 for none."""
    for rank, hit in enumerate(answer.passages, 1):
        if hit.source in case["documents"] and holds(hit.passage.text, case):
            return rank
    return 0


def table(results: Sequence[Mapping[str, Any]]) -> str:
    """Counts of grades, in all and by kind."""
    lines = [f"{'':24}" + "".join(f"{name[:14]:>16}" for name in GRADES)]
    for kind in ["all", *sorted({result["kind"] for result in results})]:
        counts = Counter(result["grade"] for result in results if kind in ("all", result["kind"]))
        lines.append(f"{kind[:23]:24}" + "".join(f"{counts[name]:>16}" for name in GRADES))
    return "\n".join(lines)


def main() -> None:
    """Ask, grade, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--half", default="develop")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    assistant = build_assistant(Settings(home=options.home))
    results = []
    for line in options.cases.read_text().splitlines():
        case = json.loads(line)
        if case["half"] != options.half:
            continue
        history = [Turn(turn["question"], turn["answer"]) for turn in case["history"]]
        answer = assistant.answer(case["question"], history)
        results.append(
            {
                **{name: case[name] for name in ("id", "kind", "question", "gold", "answerable")},
                "grade": grade(answer, case),
                "place": place(answer, case),
                "confidence": round(answer.confidence, 4),
                "short": answer.short_answer,
                "answer": answer.answer,
                "sources": [c.source for s in answer.sentences for c in s.citations],
                "seconds": answer.timings["total"],
            }
        )
    assistant.close()
    print(table(results))
    answerable = [result for result in results if result["answerable"]]
    found = [sum(0 < result["place"] <= most for result in answerable) for most in (1, 3, 12)]
    print(f"evidence in the first 1, 3, 12 passages: {found} of {len(answerable)}")
    times = sorted(result["seconds"] for result in results)
    print(f"seconds: median {times[len(times) // 2]:.2f}, p95 {times[int(len(times) * 0.95)]:.2f}")
    if options.out:
        options.out.write_text(json.dumps(results, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
