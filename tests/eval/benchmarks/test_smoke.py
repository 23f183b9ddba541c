"""Every benchmark runs, on next to nothing, and what it measures is what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.assistant import build_assistant
from assistant.local import LocalAssistant
from assistant.settings import Settings
from eval.benchmarks import first_token, growth, ingest, reading, scale, start
from eval.benchmarks.documents import endless
from eval.benchmarks.growing import embed_base, grow, questions, turned
from tests.eval.tiny import write_documents

pytestmark = pytest.mark.heavy
TEXTS = [("Lisk", "Lisk harbour opened in 1907. " * 60), ("Orrin", "The mill of Orrin grinds rye and barley. " * 40)]


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return write_documents(tmp_path / "documents")


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[LocalAssistant]:
    built = build_assistant(Settings(home=tmp_path / "home", mode="extractive"))
    yield built
    built.close()


def test_turned_vectors_have_unit_length_and_stay_near() -> None:
    real = np.eye(3, 384, dtype=np.float32)
    found = turned(real, 7, np.random.default_rng(0))
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert np.allclose((found * real[np.arange(7) % 3]).sum(axis=1), 0.86, atol=0.1)
    assert len({row.tobytes() for row in found}) == 7


def test_a_library_is_grown_to_a_size_and_further(assistant: LocalAssistant) -> None:
    base = embed_base(assistant, TEXTS, 1000)
    assert [len(vectors) for vectors in base.vectors] == [3, 3]
    library = assistant._library
    assert grow(library, base, 10) > 0
    first = library.sources()
    assert 10 <= sum(source.passages for source in first) < 13
    grow(library, base, 20)
    passages = sum(source.passages for source in library.sources())
    assert 20 <= passages == library._vectors.count() == library._words.count()
    assert {source.id for source in first} < {source.id for source in library.sources()}
    assert {hit.passage.source_id for hit in assistant.search(next(questions(base)))} & {first[0].id}


def test_growing_is_measured_at_each_size() -> None:
    steps = scale.measure(TEXTS, [10, 20], base=6, asked=2, processes=None)
    first, second = (step.passages for step in steps)
    assert 10 <= first < 20 <= second < 30
    assert [step.added for step in steps] == [first, second - first]
    assert [len(step.times("whole answer")) for step in steps] == [2, 2]
    found = scale.report(steps, None)
    assert found.curves[0].names == [str(first), str(second)]
    assert all(step.times("whole answer") >= step.times("by words") for step in steps)


def test_ingest_is_measured_as_it_grows_and_again() -> None:
    texts = endless(TEXTS)
    speeds, searchable = ingest.compare(texts, 2000, 1, None)
    found = ingest.Found(
        speeds,
        searchable,
        ingest.words_alone(texts, 5000),
        list(growth.grow(texts, [1000, 2000])),
        [],
        3,
        ingest.again(3, 1),
    )
    assert all(each > 0 for each in (*speeds[ingest.OURS], *searchable, found.words, *found.again))
    assert searchable[0] > speeds[ingest.OURS][0]
    told = [each.told for each in found.grown]
    assert all(0 < each["empty"] <= each["peak"] for each in told)
    assert all(0 < each["own"] < each["peak"] for each in told)
    assert all(each["passages"] > 0 < each["reading"] for each in told)
    assert [aim.what for aim in ingest.report(found).aims] == ["3 unchanged files"]


def test_memory_is_measured_with_vectors_elsewhere_and_made_up() -> None:
    grown = list(growth.grow(endless(TEXTS), [1000, 2000], server=True, made_up=True))
    assert grown[0].told["passages"] < grown[1].told["passages"]
    found = growth.report(grown, server=True, made_up=True)
    times = grown[1].told["own"] / grown[0].told["own"]
    assert (found.aims[0].found, found.aims[0].met) == (f"{times:.2f}x", times <= growth.FLAT)
    assert len(found.curves) == 1


def test_a_comparison_tells_how_many_times_as_fast() -> None:
    speeds = {ingest.OURS: [40.0, 60.0, 50.0], "whole": [10.0, 10.0, 10.0]}
    fast, words, _ = ingest.report(ingest.Found(speeds, [55.0] * 3, 900.0, [], [], 1, [9.0])).aims
    assert (fast.found, fast.met) == ("5.0x (4.0x to 6.0x)", True)
    assert (words.found, words.met) == ("90x", False)


def test_pieces_have_the_tokens_asked_for() -> None:
    pieces = reading.passages_of([text for _, text in TEXTS], 5, 16)
    assert len(pieces) == 5
    assert pieces[0].startswith("Lisk harbour opened in 1907.")


def test_reading_and_answers_are_measured(documents: Path, assistant: LocalAssistant) -> None:
    list(assistant.add([documents]))
    home = assistant.settings.home
    assistant.close()
    answers = reading.time_answers(home, ["When did Lisk harbour open?"] * 3, 2)
    assert answers["whole answer"].count == 2
    assert answers["whole answer"].least >= answers["retrieve"].least > 0
    report = reading.report(reading.time_reading(1), answers)
    assert len(report.aims) == 2
    assert len(reading.questions()) > 100


def test_the_first_word_is_timed_from_the_endpoints_own(documents: Path) -> None:
    thinking = 0.15
    [times] = first_token.measure(["When did Lisk harbour open?"], thinking, documents)
    assert times.retrieval > 0 < times.to_request
    assert times.passing_on > 0
    assert first_token.report([times], thinking).tables[0].rows[0][0] == "retrieval"


def test_starting_is_measured(documents: Path) -> None:
    wall, busy, modules = start.measure(1, 0, documents)
    assert (
        set(wall)
        == set(busy)
        == set(modules)
        == {f"footnote {each}" for each in ("--help", "sources", "search", "ask")}
    )
    assert modules["footnote --help"] < modules["footnote sources"] <= modules["footnote ask"]
    assert [aim.what for aim in start.report(wall, busy, modules).aims] == ["footnote --help", "footnote ask"]
