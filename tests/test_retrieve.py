"""Reading candidates anew, and putting neighbours together."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from llama_index.core.schema import QueryBundle

from assistant.nodes import hit_of, scored_node
from assistant.records import Evidence, Hit, Passage, Scores
from assistant.retrieve import Reread

ASKED = QueryBundle("Who?")


def hit(number: int, score: float) -> Hit:
    return Hit(
        Passage(f"p{number:02}", "s", number * 10, number * 10 + 9, "A passage"), "s.txt", score, Scores(words=0.5)
    )


def evidence(relevance: float) -> Evidence:
    return Evidence(relevance, 0.0, (), ())


def reread(logits: Sequence[float], scores: Sequence[float], count: int, weight: float) -> list[Hit]:
    """What rereading makes of hits with ``scores`` when the reader gives them ``logits``, in order."""

    def reads(question: str, passages: Sequence[Passage]) -> list[Evidence]:
        assert question == "Who?"
        return [evidence(logits[p.start // 10]) for p in passages]

    nodes = [scored_node(hit(number, score)) for number, score in enumerate(scores)]
    return [hit_of(node) for node in Reread(reads=reads, count=count, weight=weight).postprocess_nodes(nodes, ASKED)]


def test_what_was_read_counts() -> None:
    first, second = reread([-4.0, 4.0], [0.6, 0.5], 2, 0.5)
    assert first.passage.id == "p01"
    assert first.scores == Scores(words=0.5, reader=evidence(4.0).chance)
    assert first.evidence == evidence(4.0)
    assert first.score == 0.25 + 0.5 * evidence(4.0).chance
    assert second.score == 0.3 + 0.5 * evidence(-4.0).chance


def test_a_passage_that_is_not_read_counts_as_one_without_an_answer() -> None:
    found = reread([-99.0, 9.0, 9.0], [0.8, 0.6, 0.6], 2, 0.5)
    assert [each.passage.id for each in found] == ["p01", "p00", "p02"]
    assert [each.scores.reader is None for each in found] == [False, False, True]
    assert found[2].score == 0.3


@given(st.lists(st.floats(-9, 9), min_size=5, max_size=5), st.permutations([0.1, 0.2, 0.3, 0.4, 0.5]))
def test_without_weight_the_order_stays(logits: list[float], scores: list[float]) -> None:
    ordered = sorted(scores, reverse=True)
    assert [each.score for each in reread(logits, ordered, 5, 0.0)] == ordered


@given(st.lists(st.floats(-9, 9), min_size=12, max_size=12), st.integers(1, 4), st.integers(1, 5), st.floats(0, 1))
def test_none_behind_those_read_and_as_many_as_wanted_comes_up(
    logits: list[float], wanted: int, read: int, weight: float
) -> None:
    scores = [1 - number / 20 for number in range(12)]
    some = reread(logits, scores[: read + wanted], read, weight)
    assert some[:wanted] == reread(logits, scores, read, weight)[:wanted]
