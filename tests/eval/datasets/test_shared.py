"""The real files, where they are at hand."""

from collections import Counter

from eval.datasets import open_dataset
from tests.eval.datasets.conftest import DATA
from tests.eval.datasets.laws import check


def test_half_of_squad_2() -> None:
    with open_dataset(f"squad:{DATA / 'dev' / 'squad2-half.json.gz'}") as dataset:
        assert check(dataset) > 2900
        assert Counter(case.kind for case in dataset.cases) == {"unanswerable": 3168, "span": 2910}
        assert len(list(dataset.documents.iterdir())) == 16


def test_squad_over_whole_articles() -> None:
    corpus = DATA / "dev" / "wikipedia-articles.jsonl.gz"
    with open_dataset(f"squad:{DATA / 'dev' / 'squad2-half.json.gz'},corpus={corpus}", limit=300) as dataset:
        files = {path.name for path in dataset.documents.iterdir()}
        assert len(files) > 450
        assert len(dataset.cases) == 300
        assert {case.documents[0] for case in dataset.cases if case.answerable} < files


def test_part_of_squad_1_has_an_answer_to_every_question() -> None:
    with open_dataset(f"squad:{DATA / 'train' / 'squad11-train-part.json.gz'}", limit=200) as dataset:
        assert all(case.answerable and case.evidence for case in dataset.cases)
        assert check(dataset) >= 200


def test_clapnq_dev() -> None:
    with open_dataset(f"clapnq:{DATA / 'dev'}") as dataset:
        assert Counter(case.answerable for case in dataset.cases) == {True: 300, False: 300}
        assert check(dataset) > 800
    questions, passages = (DATA / "dev" / f"clapnq-{name}.jsonl.gz" for name in ("questions", "passages"))
    with open_dataset(f"clapnq:{questions},corpus={passages}") as pair:
        assert pair.cases == dataset.cases
