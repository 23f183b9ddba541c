"""Several people at once at a real server: the load test, small."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.benchmarks.crowd import Member, Reply, crowd
from eval.benchmarks.people import Outcome, _outcome, faults, measure


def test_five_people_at_once(tmp_path: Path) -> None:
    outcome = measure(people=5, rounds=1, home=tmp_path)
    assert (outcome.asked, outcome.lost, outcome.crossed, outcome.right) == (15, 0, 0, 15)
    assert outcome.faults == ()


def test_no_two_of_a_crowd_share_a_fact() -> None:
    members = crowd(50)
    facts = [fact for member in members for fact in (*member.facts, member.place, member.name)]
    assert len(set(facts)) == len(facts)
    assert all(expected in member.document for member in members for _, expected in member.questions)


def reply(member: Member, said: str, question: str = "") -> Reply:
    asked, expected = member.questions[0]
    return Reply(member.name, asked, expected, 1.0, {"question": question or asked, "answer": said})


def outcome_of(*replies: Reply) -> Outcome:
    return _outcome(crowd(3), replies, (400.0, 410.0, 420.0))


def test_what_a_run_is_faulted_for() -> None:
    first, second, third = crowd(3)
    good = [reply(member, f"It holds {member.barrels} barrels.") for member in (first, second, third)]
    outcome = outcome_of(*good)
    assert (outcome.right, outcome.lost, outcome.crossed) == (3, 0, 0)
    assert faults(outcome, 500) == []
    assert faults(outcome, 419) == ["the server took 420.0 MB"]
    lost = replace(good[0], answer=None, fault="ConnectionError: cut off")
    assert faults(outcome_of(lost, *good[1:]), 500) == ["1 answers were lost: ConnectionError: cut off"]
    slow = replace(good[0], seconds=3.5)
    assert faults(outcome_of(slow, *good[1:]), 500) == ["somebody waited 3.5 times as long as the median"]


@pytest.mark.parametrize("fact", crowd(3)[1].facts)
def test_a_word_of_anothers_document_is_found(fact: str) -> None:
    member = crowd(3)[0]
    assert outcome_of(reply(member, f"It says {fact}.")).crossed == 1
    assert outcome_of(reply(member, "It holds 2,000 barrels.", question="What else?")).crossed == 1
