"""How long a question takes on the sample documents: ``python -m eval.benchmarks.reading``.

Twenty-four passages of 256 tokens each are read for a question, over and over; then every question of the built-in
cases is asked, without a language model. ``--home DIR`` asks of a library that is there instead of the samples.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from tokenizers import Tokenizer

from assistant.assistant import build_assistant
from assistant.models.encoder import checked_file, read_facts
from assistant.models.reader import Reader, Text
from assistant.records import Answer
from assistant.settings import Settings
from eval.benchmarks.documents import SAMPLES, load_texts
from eval.benchmarks.measure import Spread, seconds, spread
from eval.benchmarks.report import Aim, Report, Table, command, options, tell

PASSAGES, TOKENS = 24, 256
READ_WITHIN, ANSWERED_WITHIN = 0.4, 0.6  # seconds
ASKED = "How many people were killed in the earthquake?"


def passages_of(texts: Sequence[str], count: int, tokens: int) -> list[str]:
    """``count`` pieces of the texts, of ``tokens`` tokens each."""
    facts = read_facts(None)
    tokenizer = Tokenizer.from_str(checked_file(None, "tokenizer.json", facts.files["tokenizer.json"]).decode())
    text = "\n".join(texts)
    offsets = tokenizer.encode(text, add_special_tokens=False).offsets
    starts = range(0, len(offsets) - tokens, tokens)
    pieces = [text[offsets[start][0] : offsets[start + tokens - 1][1]] for start in starts]
    return (pieces * (count // len(pieces) + 1))[:count]


def time_reading(repeats: int, threads: int = 0) -> Spread:
    """Seconds to read the passages for one question, after once to warm up."""
    reader = Reader(threads=threads)
    passages = [Text(text) for text in passages_of([text for _, text in load_texts(None)], PASSAGES, TOKENS)]
    times = []
    for _ in range(repeats + 1):
        begun = time.perf_counter()
        reader.read(ASKED, passages)
        times.append(time.perf_counter() - begun)
    return spread(times[1:])


def questions() -> list[str]:
    """The questions of the built-in cases that need no conversation before them."""
    cases = Path(str(files("eval"))) / "cases"
    lines = [line for file in sorted(cases.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    found = [json.loads(line) for line in lines if line.strip()]
    return [case["question"] for case in found if not case.get("history")]


def time_answers(home: Path | None, asked: Sequence[str], most: int) -> dict[str, Spread]:
    """Seconds by stage over the questions, and of the whole answer, as the asker sees it."""
    with TemporaryDirectory(prefix="footnote-") as folder:
        assistant = build_assistant(Settings(home=home or Path(folder) / "home", mode="extractive"))
        try:
            if home is None:
                list(assistant.add([SAMPLES]))
            assistant.answer(asked[0])
            times, answers = [], list[Answer]()
            for question in asked[:most]:
                begun = time.perf_counter()
                answers.append(assistant.answer(question))
                times.append(time.perf_counter() - begun)
        finally:
            assistant.close()
    stages = {stage: spread([each.timings[stage] for each in answers]) for stage in ("retrieve", "write")}
    return stages | {"whole answer": spread(times)}


def report(reading: Spread, answers: Mapping[str, Spread]) -> Report:
    """The figures as tables."""
    timed = {f"{PASSAGES} passages of {TOKENS} tokens": reading, **answers}
    rows = [
        (name, f"{each.count}", *(seconds(value) for value in (each.least, each.median, each.p95, each.most)))
        for name, each in timed.items()
    ]
    whole = answers["whole answer"].p95
    aims = [
        Aim(
            f"{PASSAGES} passages of {TOKENS} tokens read, p95",
            f"at most {seconds(READ_WITHIN)}",
            seconds(reading.p95),
            reading.p95 <= READ_WITHIN,
        ),
        Aim(
            "a whole answer on the samples, p95",
            f"at most {seconds(ANSWERED_WITHIN)}",
            seconds(whole),
            whole <= ANSWERED_WITHIN,
        ),
    ]
    table = Table(("what", "times", "least", "median", "p95", "most"), rows)
    return Report("reading", "A question on the sample documents", command("reading"), aims, [table])


def main() -> None:
    """The command line."""
    parser = options("reading", "Time the reader, and whole answers by stage.")
    parser.add_argument("--repeats", type=int, default=100, help="how often the passages are read")
    parser.add_argument("--questions", type=int, default=200, help="how many questions are asked, at most")
    parser.add_argument("--threads", type=int, default=0, help="threads of the reader; 0 means one for each core")
    parser.add_argument("--home", type=Path, help="a library that is there already")
    arguments = parser.parse_args()
    reading = time_reading(arguments.repeats, arguments.threads)
    tell(report(reading, time_answers(arguments.home, questions(), arguments.questions)), arguments.out)


if __name__ == "__main__":
    main()
