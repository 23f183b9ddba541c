"""What holds for every set, whatever its format."""

from collections import Counter
from functools import cache

from assistant.reading import read
from eval.datasets import Dataset


def check(dataset: Dataset) -> int:
    """Assert the laws; return how many quotes were looked up in the documents as Footnote reads them."""
    files = {path.name: path for path in dataset.documents.iterdir()}
    text = cache(lambda name: read(files[name].read_bytes(), name).text)
    assert max(Counter(name.casefold() for name in files).values()) == 1
    assert max(Counter(case.id for case in dataset.cases).values()) == 1
    looked_up = 0
    for case in dataset.cases:
        assert case.question == case.question.strip() != "", case.id
        assert case.answerable is bool(case.answers or case.evidence or case.documents), case.id
        assert len(set(case.answers)) == len(case.answers), case.id
        assert set(case.documents) <= files.keys(), case.id
        for evidence in case.evidence:
            [name] = evidence.documents
            assert name in case.documents, case.id
            assert evidence.quote in text(name), (case.id, evidence.quote)
            looked_up += 1
    return looked_up
