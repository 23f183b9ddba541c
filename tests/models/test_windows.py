"""Windows: every token of the passage is in one, and an answer is found again from its tokens' offsets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.models.training.examples import has_title, windows_of
from assistant.models.training.plan import WindowTable, window_table
from assistant.models.training.questions import Question
from assistant.models.windows import Windows
from tests.models.training.invented import HARBOUR, asked, letters_tokenizer

TOKENIZER = letters_tokenizer()


def windows(length: int = 100, overlap: int = 30) -> Windows:
    return Windows(TOKENIZER, length, overlap)


@given(st.integers(0, len(HARBOUR) - 1), st.integers(1, 25), st.booleans())
def test_an_answer_is_found_again_from_its_tokens(start: int, size: int, titled: bool) -> None:
    answer = HARBOUR[start : start + size]
    if answer != answer.strip() or not answer:
        return
    question = Question("1", "Elmsport", "Who?", HARBOUR, ((start, start + len(answer)),), "")
    held = [window for window in windows_of(windows(), question, titled=titled) if window.end]
    assert held
    for window in held:
        first, last = window.span(window.start, window.end)
        assert HARBOUR[first:last] == answer
        assert window.first <= window.start <= window.end <= window.last


@given(st.text(alphabet="abc .", max_size=400), st.integers(60, 120), st.integers(0, 40))
def test_windows_cover_the_passage_and_keep_to_their_length(passage: str, length: int, overlap: int) -> None:
    made = list(windows(length, overlap).of("Who?", passage, title="Elmsport"))
    covered = {tuple(pair) for window in made for pair in window.offsets.tolist()}
    whole = TOKENIZER.encode(passage, add_special_tokens=False)
    assert covered == set(whole.offsets)
    assert all(len(window.ids) <= length for window in made)
    assert all(len(window.ids) == window.last + 2 for window in made)


def test_neighbouring_windows_share_tokens() -> None:
    first, second, *_ = windows(overlap=30).of("Who?", HARBOUR)
    assert (first.offsets[-30:] == second.offsets[:30]).all()


def test_a_window_is_question_title_passage() -> None:
    (window,) = windows().of("Who?", "A quay.", title="Elmsport")
    spoken = [str(TOKENIZER.id_to_token(number)).removeprefix("##") for number in window.ids]
    assert "".join(spoken) == "[CLS]who?[SEP]elmsport:aquay.[SEP]"
    assert spoken[window.first] == "a"


def test_a_window_without_the_answer_points_at_the_first_token() -> None:
    made = list(windows_of(windows(), asked("What was broken?", "the iron"), titled=False))
    assert (made[0].start, made[0].end) == (0, 0)
    assert made[-1].end > 0


def test_a_title_that_is_none_is_never_shown() -> None:
    reviews = [Question(str(number), "Amazon_Reviews_7", "", "", (), "") for number in range(40)]
    articles = [Question(str(number), "Elmsport", "", "", (), "") for number in range(40)]
    assert not any(map(has_title, reviews))
    assert 10 < sum(map(has_title, articles)) < 30


def test_a_table_holds_all_windows_and_comes_back_from_disk(tmp_path: Path) -> None:
    questions = [asked("Who dug it?", "Clara Voss"), asked("Who sank it?")]
    table = window_table(questions, TOKENIZER)
    table.save(tmp_path / "windows.npz")
    again = WindowTable.load(tmp_path / "windows.npz")
    expected = [
        window
        for question in questions
        for window in windows_of(Windows(TOKENIZER), question, titled=has_title(question))
    ]
    assert len(again.marks) == len(again.bounds) - 1 <= len(expected)
    assert (again.ids == table.ids).all()
    assert again.marks[0, 2] > 0
    assert (again.marks[-1, 1:] == 0).all()
    assert (again.ids[: again.bounds[1]] == expected[0].ids).all()


def test_a_window_that_may_hold_another_answer_is_no_example_of_none() -> None:
    passage = " ".join(["Clara Voss dug it."] * 40)
    table = window_table([asked("Who dug it?", "Clara Voss", passage)], TOKENIZER)
    assert np.diff(table.bounds).max() <= 320
    assert (table.marks[:, 2] > 0).all()
