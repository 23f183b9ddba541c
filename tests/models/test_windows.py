"""Windows: every token of the passage is in one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.models.windows import Windows
from tests.models.invented import HARBOUR, letters_tokenizer

TOKENIZER = letters_tokenizer()


def windows(length: int = 100, overlap: int = 30) -> Windows:
    return Windows(TOKENIZER, length, overlap)


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
