"""The whole assistant on published sets, on the parts that nothing was trained on, fitted on or chosen by.

SQuAD 2.0 (Rajpurkar et al., 2018): questions of the test articles, asked of all articles' paragraphs. CLAPNQ
(Rosenthal et al., 2024): the questions of the test half, asked of all of its passages.

    python -m eval.studies.published --data ../shared/data

It knows the parts of the data from the training and fitting that kept away from them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.assistant import Assistant, build_assistant
from assistant.models.training.plan import SQUAD2
from assistant.models.training.questions import chance, part_of, read_squad
from assistant.settings import Settings
from eval.cases import Case
from eval.datasets import open_dataset
from eval.interval import Estimate
from eval.outcome import Outcome, outcome
from eval.progress import shown
from eval.reliability import reliability
from eval.run import predict
from eval.studies.sentences import clapnq_part
from eval.summary import summarise
from eval.tables import table
from eval.task import Task, open_library

FIGURES = (
    *("evidence_recall@1", "evidence_recall@5", "exact_match", "f1", "contains_answer", "rouge_l"),
    *("citation_precision", "citation_recall", "refused_answerable", "refused_unanswerable"),
)


def squad2_spec(data: Path) -> tuple[str, Callable[[Case], bool]]:
    """The set, and which of its cases are of the test articles."""
    test = {each.id for each in read_squad(data / SQUAD2.path, SQUAD2.kind) if part_of(each.title) == "test"}
    return f"squad:{data / SQUAD2.path}", lambda case: case.id in test


def clapnq_spec(data: Path) -> tuple[str, Callable[[Case], bool]]:
    """The set with its passages, and which of its cases are of the test half."""
    spec = f"clapnq:{data / 'dev/clapnq-questions.jsonl.gz'},corpus={data / 'dev/clapnq-passages.jsonl.gz'}"
    return spec, lambda case: clapnq_part(case.id) == "test"


def outcomes(spec: str, wanted: Callable[[Case], bool], count: int) -> Iterator[Outcome]:
    """What came of ``count`` of the wanted cases, always the same ones."""
    with open_dataset(spec) as given:
        cases = sorted(filter(wanted, given.cases), key=lambda case: chance("published", case.id).random())[:count]
        with open_library(Task(cases, given.documents, None), build) as assistant:
            for case, prediction in shown(predict(assistant, cases), len(cases), "asked"):
                yield outcome(case, prediction)


def build(home: Path) -> Assistant:
    """An assistant with every setting as it ships."""
    return build_assistant(Settings(home=home))


def main() -> None:
    """Print the figures of both sets, with 95% bootstrap intervals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--count", type=int, default=400, help="questions of each set, at most")
    given = parser.parse_args()
    sets = {"SQuAD 2.0, test articles": squad2_spec(given.data), "CLAPNQ, test half": clapnq_spec(given.data)}
    asked = {name: list(outcomes(*spec, given.count)) for name, spec in sets.items()}
    means = {name: summarise(found).means for name, found in asked.items()}
    rows = [(figure, *(_cell(each.get(figure)) for each in means.values())) for figure in FIGURES]
    rows.append(("AUROC of the confidence", *(_cell(reliability(found).auroc) for found in asked.values())))
    print(table(("", *(f"{name}, {len(found)} questions" for name, found in asked.items())), rows, figures=True))


def _cell(figure: Estimate | None) -> str:
    return "" if figure is None else f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"


if __name__ == "__main__":
    main()
