"""Training examples: questions with passages, and claims with quotes, as token ids with labels.

    python -m eval.training.examples --data DIR --tokenizer FILE --out EXAMPLES [--own FILE ...]

Every example is ``<s> question or claim </s></s> passage or quote </s>``. Parts are kept apart by article.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import pickle
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from sklearn.feature_extraction.text import TfidfVectorizer
from tokenizers import Encoding, Tokenizer

from assistant.text import sentence_spans
from eval.training.parts import part_of

LONGEST = 224  # tokens of an example
QUESTION = 40  # tokens of a question at most
CHARACTERS = 600  # of a passage, as the library splits them


@dataclass(frozen=True, slots=True)
class Question:
    """A question and a passage. ``answer`` and ``evidence``: spans of the passage; both None: no answer here."""

    kind: str
    title: str
    question: str
    passage: str
    answer: tuple[int, int] | None = None
    evidence: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and a quote. ``label``: supported, contradicted, neither, or "not" where the last two are not told."""

    kind: str
    claim: str
    quote: str
    label: str


@dataclass(frozen=True, slots=True)
class Example:
    """Token ids and labels. -1 where a label is not known; ``evidence``: token spans; ``context``: first token."""

    kind: str
    ids: tuple[int, ...]
    context: int
    relevant: int = -1
    short: int = -1
    start: int = -1
    end: int = -1
    evidence: tuple[tuple[int, int], ...] = ()
    verdict: int = -1


def squad(path: Path, kind: str) -> Iterator[Question]:
    """All questions of a file in SQuAD's format, with the first answer; the sentence around it is the evidence."""
    for article in json.load(gzip.open(path))["data"]:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            sentences = list(sentence_spans(text))
            for question in paragraph["qas"]:
                answer = None
                if question["answers"]:
                    first = min(question["answers"], key=lambda one: len(one["text"]))
                    answer = (first["answer_start"], first["answer_start"] + len(first["text"]))
                yield Question(
                    kind, article.get("title", ""), question["question"], text, answer, _around(sentences, answer)
                )


def _around(sentences: list[tuple[int, int]], answer: tuple[int, int] | None) -> tuple[tuple[int, int], ...]:
    if answer is None:
        return ()
    return tuple((start, end) for start, end in sentences if start < answer[1] and answer[0] < end)


def selqa(path: Path) -> Iterator[Question]:
    """Questions with the sentences that answer them; no short answer."""
    for line in gzip.open(path, "rt"):
        record = json.loads(line)
        text, spans = "", []
        for sentence in record["sentences"]:
            start = len(text) + bool(text)
            text = f"{text} {sentence}" if text else sentence
            spans.append((start, len(text)))
        found = tuple(spans[index] for index in record["answers"])
        yield Question("selqa", record.get("article", ""), record["question"], text, None, found)


def own(path: Path, part: str) -> Iterator[Question | Claim]:
    """Questions written for the purpose, of documents of one part; yes-or-no ones are claims, too."""
    for line in opened(path):
        record = json.loads(line)
        if (hashlib.sha256(record["document"].encode()).digest()[0] < 26) != (part == "dev"):
            continue
        text, evidence = record["passage"], record["evidence"]
        at = text.find(evidence) if evidence else -1
        answer = None
        if record.get("short") and at >= 0:
            start = text.find(record["short"], at)
            answer = (start, start + len(record["short"]))
        spans = ((at, at + len(evidence)),) if at >= 0 else ()
        yield Question(f"own-{path.stem}", record["document"], record["question"], text, answer, spans)
        if record.get("word"):
            label = "supported" if record["word"] == "yes" else "contradicted"
            yield Claim("own-yesno", record["question"], text, label)
        elif record["kind"] == "near-miss" and re.match(
            r"(?i)(is|are|does|do|can|did|was|were|will|has)\b", record["question"]
        ):
            yield Claim("own-yesno", record["question"], text, "neither")


_LABELS = {
    "entailment": "supported",
    "supported": "supported",
    "contradiction": "contradicted",
    "contradicted": "contradicted",
    "neutral": "neither",
    "neither": "neither",
    "not_entailment": "not",
    "partial": "not",
}


def opened(path: Path) -> TextIO:
    """A file of lines, compressed or not."""
    return gzip.open(path, "rt") if path.suffix == ".gz" else path.open()


def claims(path: Path, kind: str) -> Iterator[Claim]:
    """All pairs of a file of premises and hypotheses."""
    for line in opened(path):
        record = json.loads(line)
        if record["premise"] != "sentence1":
            yield Claim(kind, record["hypothesis"], record["premise"], _LABELS[record["label"]])


class Elsewhere:
    """Passages that are like a question and do not answer it."""

    def __init__(self, questions: list[Question]):
        self._passages = sorted({question.passage for question in questions})
        self._vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype="float32")
        self._matrix = self._vectorizer.fit_transform(self._passages)

    def like(self, questions: list[Question], chance: random.Random) -> Iterator[Question]:
        """One unanswerable question for each that has a passage without its answer among the ten most alike."""
        for first in range(0, len(questions), 500):
            part = questions[first : first + 500]
            scores = self._vectorizer.transform([one.question for one in part]) @ self._matrix.T
            for question, row in zip(part, scores, strict=True):
                best = sorted(zip(row.data, row.indices, strict=True), reverse=True)[:10]
                others = [self._passages[index] for _, index in best if self._misses(question, self._passages[index])]
                if others:
                    passage = chance.choice(others[:4])
                    yield Question(f"{question.kind}-elsewhere", question.title, question.question, passage)

    @staticmethod
    def _misses(question: Question, passage: str) -> bool:
        if passage == question.passage:
            return False
        if question.answer is None:
            return not any(question.passage[start:end] in passage for start, end in question.evidence)
        return question.passage[slice(*question.answer)].lower() not in passage.lower()


def cropped(question: Question, chance: random.Random, most: int = CHARACTERS) -> Question:
    """The question over a part of its passage of whole sentences or lines, with the evidence inside."""
    text = question.passage
    if len(text) <= most:
        return question
    cuts = sorted({0, len(text), *(at for span in sentence_spans(text) for at in span[:1])})
    inside = [*question.evidence, *([question.answer] if question.answer else [])]
    low, high = (min(s for s, _ in inside), max(e for _, e in inside)) if inside else (chance.randrange(len(text)),) * 2
    starts = [cut for cut in cuts if cut <= low and cut + most > high and high - cut <= most]
    start = chance.choice(starts) if starts else max(cut for cut in cuts if cut <= low)
    ends = [cut for cut in cuts if high <= cut <= start + most]
    end = max(ends) if ends else min(len(text), start + most)

    def moved(span: tuple[int, int]) -> tuple[int, int]:
        return max(span[0] - start, 0), min(span[1], end) - start

    answer = moved(question.answer) if question.answer and question.answer[1] <= end else None
    evidence = tuple(moved(span) for span in question.evidence if span[0] < end)
    return Question(question.kind, question.title, question.question, text[start:end], answer, evidence)


def as_typed(question: str, chance: random.Random) -> str:
    """The question as people type it: sometimes in lower case, without its mark, or with a slip."""
    if chance.random() < 0.25:
        question = question.lower().rstrip("?").strip()
    if chance.random() < 0.04 and len(question) > 12:
        at = chance.randrange(2, len(question) - 2)
        question = question[:at] + question[at + 1 :]
    return question


class Encoder:
    """Questions and claims to examples."""

    def __init__(self, tokenizer: Path):
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._begin, *between, self._end = self._tokenizer.encode("", "").ids  # <s> </s></s> </s>, or [CLS] [SEP] [SEP]
        self._between = tuple(between)

    def encode(self, first: str, second: str, longest: int) -> tuple[tuple[int, ...], int, Encoding]:
        """Ids, the index of the first token of ``second``, and the encoding of ``second`` alone."""
        left = self._tokenizer.encode(first, add_special_tokens=False).ids[:QUESTION]
        right = self._tokenizer.encode(second, add_special_tokens=False)
        room = longest - len(left) - len(self._between) - 2
        ids = (self._begin, *left, *self._between, *right.ids[:room], self._end)
        return ids, len(left) + 1 + len(self._between), right

    def question(self, question: Question, longest: int = LONGEST) -> Example:
        """An example for the span, evidence and relevance heads."""
        ids, context, right = self.encode(question.question, question.passage, longest)
        last = len(ids) - 1

        def tokens(span: tuple[int, int]) -> tuple[int, int] | None:
            covered = [i + context for i, (s, e) in enumerate(right.offsets) if s < span[1] and span[0] < e]
            return (covered[0], covered[-1]) if covered and covered[-1] < last else None

        answer = tokens(question.answer) if question.answer else None
        evidence = tuple(found for span in question.evidence if (found := tokens(span)))
        relevant = int(bool(evidence or answer))
        start, end = answer or (-1, -1)
        short = int(answer is not None) if relevant else -1
        return Example(question.kind, ids, context, relevant, short, start, end, evidence)

    def claim(self, claim: Claim, longest: int = LONGEST) -> Example:
        """An example for the entailment head."""
        ids, context, _ = self.encode(claim.claim, claim.quote, longest)
        verdict = ("supported", "contradicted", "neither", "not").index(claim.label)
        return Example(claim.kind, ids, context, verdict=verdict)


# kind, file, share of the questions that are sampled, share that also get a passage without the answer
QUESTIONS = (
    ("nq", "train/nq-qed.json.gz", 1.0, 0.5),
    ("squad11", "train/squad11-train-part.json.gz", 0.5, 0.3),
    ("new-wiki", "train/squadshifts-new-wiki.json.gz", 0.4, 0.3),
    ("reddit", "train/squadshifts-reddit.json.gz", 0.2, 0.2),
    ("amazon", "train/squadshifts-amazon-reviews.json.gz", 0.15, 0.2),
    ("qamr", "train/qamr-wiki.json.gz", 0.3, 0.0),
    ("tatqa", "train/tatqa-text.json.gz", 1.0, 0.5),
    ("tatqa-cells", "train/tatqa-cells.json.gz", 1.0, 0.3),
    ("wtq", "train/wtq-cells.json.gz", 0.3, 0.2),
)
CLAIMS = (
    ("fever", "claims/fever-dev-rte.jsonl.gz", 0.25),
    ("snli", "claims/snli-counterfactual.jsonl.gz", 0.3),
    ("begin", "claims/begin.jsonl.gz", 0.25),
    ("wice", "claims/wice.jsonl.gz", 0.25),
    ("fool", "claims/fool-me-twice.jsonl.gz", 1.0),
    ("symmetric", "claims/fever-symmetric.jsonl.gz", 1.0),
    ("scifact", "claims/scifact-rte.jsonl.gz", 1.0),
    ("med", "claims/med-monotonicity.jsonl.gz", 0.2),
    ("tabfact", "claims/tabfact-pairs.jsonl.gz", 0.05),
)


def public(data: Path, chance: random.Random, scale: float) -> Iterator[Question | Claim]:
    """``scale`` of the published sets, with passages from elsewhere, and SQuAD 2.0's training articles."""
    for kind, name, share, elsewhere in QUESTIONS:
        everything = list(squad(data / name, kind))
        taken = [one for one in everything if chance.random() < share * scale]
        yield from taken
        answered = [one for one in taken if one.answer and chance.random() < elsewhere]
        yield from Elsewhere(everything).like(answered, chance)
    sections = list(selqa(data / "train/selqa-sentences.jsonl.gz"))
    taken = [one for one in sections if chance.random() < scale]
    yield from taken
    yield from Elsewhere(sections).like(taken[::2], chance)
    yield from (one for one in squad(data / "dev/squad2-half.json.gz", "squad2") if part_of(one.title) == "train")
    for kind, name, share in CLAIMS:
        yield from (one for one in claims(data / name, kind) if chance.random() < share * scale)


def own_questions(path: Path, chance: random.Random) -> list[Any]:
    """The training part of a file of own questions, and half of them over another passage that does not answer."""
    found = list(own(path, "train"))
    answered = [one for one in found if isinstance(one, Question) and one.evidence]
    return [*found, *Elsewhere(answered).like(answered[::2], chance)]


def main() -> None:
    """Write the examples, shuffled, as a pickle."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--own", type=Path, nargs="*", default=[])
    parser.add_argument("--times", type=int, default=2, help="how often the own questions occur")
    parser.add_argument("--claims", type=float, default=0.5, help="the share of the own claims")
    parser.add_argument("--scale", type=float, default=1.0, help="the share of the published sets")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311
    everything: list[Any] = list(public(options.data, chance, options.scale))
    for path in options.own:
        if "claims" in path.name:
            everything += [one for one in claims(path, "own-claims") if chance.random() < options.claims]
        else:
            everything += own_questions(path, chance) * options.times
    chance.shuffle(everything)
    encoder = Encoder(options.tokenizer)
    examples = []
    for one in everything:
        if isinstance(one, Claim):
            examples.append(encoder.claim(one))
            continue
        typed = cropped(one, chance, chance.choice((350, 480, CHARACTERS, CHARACTERS)))
        if typed.title and chance.random() < 0.4:
            typed = titled(typed)
        example = encoder.question(
            Question(typed.kind, "", as_typed(typed.question, chance), typed.passage, typed.answer, typed.evidence)
        )
        if example.relevant == 0 and (one.answer or one.evidence):
            continue  # the answer fell off the end
        examples.append(example)
    pickle.dump(examples, options.out.open("wb"))
    print(len(examples), "examples,", sum(len(one.ids) for one in examples), "tokens")


def titled(question: Question) -> Question:
    """The question over its passage with the document's title as the first line."""
    head = question.title.replace("_", " ") + "\n"
    if len(head) > 80 or re.fullmatch(r"[0-9a-f-]{20,}|.*\.csv|Wiki1k.*", head.strip()):
        return question

    def moved(span: tuple[int, int]) -> tuple[int, int]:
        return span[0] + len(head), span[1] + len(head)

    return Question(
        question.kind,
        question.title,
        question.question,
        head + question.passage,
        moved(question.answer) if question.answer else None,
        tuple(moved(span) for span in question.evidence),
    )


if __name__ == "__main__":
    main()
