"""The documents of a set: names for every file system, and text that is read back as it was given."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.reading import read
from assistant.records import Document
from assistant.text import fold, squeeze
from eval.datasets.documents import Documents, file_stem, tidy
from eval.datasets.quotes import opens_list, sentences_around, sentences_saying, stands_in, without_mark

LINES = st.text(st.characters(codec="utf-8"), max_size=60) | st.text(st.sampled_from("ab1 .)-+=*_#`~<>&|[]()!:\\"))
RULE = re.compile(r"([-=_*~#])\1{2,}")  # a line of these only parts what stands around it


def read_back(documents: Documents, name: str) -> Document:
    return read((documents.folder / name).read_bytes(), name)


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Lisk_(harbour)", "lisk-harbour"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Lisk\\harbour", "c-lisk-harbour"),
        (".hidden", "hidden"),
        ("Beyoncé", "beyonce"),
        ("里斯克", "里斯克"),
        ("한글", "한글"),
        ("con", "con-document"),
        ("?!", "document"),
        ("", "document"),
        ("x" * 300, "x" * 60),
    ],
)
def test_file_names_are_plain(title: str, stem: str) -> None:
    assert file_stem(title) == stem


@given(st.lists(st.text(max_size=8), max_size=12))
def test_every_document_has_a_name_of_its_own(tmp_path_factory: pytest.TempPathFactory, titles: list[str]) -> None:
    documents = Documents(tmp_path_factory.mktemp("documents"))
    names = [documents.add(title, f"Number {number} rang.") for number, title in enumerate(titles)]
    assert len({name.casefold() for name in names}) == len(titles)
    assert {path.name for path in documents.folder.iterdir()} == set(names)
    assert all(re.fullmatch(r"[^\W_][\w-]*\.md", name) for name in names)


def test_numbers_do_not_meet_titles_that_end_in_one(tmp_path: Path) -> None:
    documents = Documents(tmp_path)
    names = [documents.add(title, text) for title, text in [("a 2", "one"), ("a", "two"), ("A", "three"), ("a", "4")]]
    assert names == ["a-2.md", "a.md", "a-3.md", "a-4.md"]


def test_the_same_document_is_one_file(tmp_path: Path) -> None:
    documents = Documents(tmp_path)
    first = documents.add("Lisk", "Rain fell.", called="one")
    assert documents.add("Lisk", "Rain  fell.\n", called="two") == first == "one.md"
    assert documents.add("Orrin", "Rain fell.", called="one") == "one-2.md"
    assert len(list(tmp_path.iterdir())) == 2


@given(st.lists(LINES, min_size=1, max_size=5))
@example(["# no heading", "1. first", "2) second", "- item", "    code", "a_b_c *d*", "<p>&amp;</p>", "| a | b |"])
@example(["---", "title: no front matter", "---", "![x](y) [z](w)", "~~no~~ `no` ``` no", "a\\b \\* c\\"])
def test_text_is_read_back_as_it_was_given(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    documents = Documents(tmp_path_factory.mktemp("documents"))
    name = documents.add("Lisk #1 *harbour* #", "\n".join(["It opened.", *lines]))
    document = read_back(documents, name)
    assert document.title == "Lisk #1 *harbour* #"
    text = squeeze(fold(document.text))
    for line in "\n".join(lines).splitlines():
        wanted = without_mark(squeeze(tidy(line)))
        if not RULE.fullmatch(wanted.replace(" ", "")) and "\ufffd" not in wanted:
            assert squeeze(fold(wanted)) in text


def test_text_that_looks_like_front_matter_is_text(tmp_path: Path) -> None:
    documents = Documents(tmp_path)
    document = read_back(documents, documents.add("", "---\ntitle: Herald\n---\nRain fell."))
    assert (document.title, document.text) == ("", "title: Herald\n\nRain fell.")


def test_author_and_date_reach_the_document(tmp_path: Path) -> None:
    documents = Documents(tmp_path)
    date_stated, author = "2023-11-03T09:30:00+00:00", 'Mara "M: #" Quill\nVeld'
    document = read_back(documents, documents.add("News", "Rain fell.", author=author, date=date_stated, source=" "))
    assert (document.title, document.author) == ("News", 'Mara "M: #" Quill Veld')
    assert document.published == date(2023, 11, 3)
    assert document.text == "News\n\nRain fell."
    assert "source" not in (tmp_path / "news.md").read_text(encoding="utf-8")  # nothing was stated


def test_sentences_around_a_span_and_with_an_answer() -> None:
    text = "Rain fell. Quill came.\nVeld left on May 3, 1907."
    assert sentences_around(text, 5, 14) == ("Rain fell.", "Quill came.")
    assert sentences_around(text, 10, 12) == ("Quill came.",)
    assert sentences_around(text, 5, 11) == ("Rain fell.",)
    assert sentences_saying(text, ["may 3, 1907", "rain", ""]) == ("Rain fell.", "Veld left on May 3, 1907.")
    assert sentences_saying(text, ["", " "]) == ()


def test_quotes_are_found_but_for_white_space_and_list_marks() -> None:
    assert stands_in("Rain  fell\non Lisk.", "rain fell on lisk.")
    assert not stands_in("Rain fell.", "Rain fell on Lisk.")
    assert not stands_in("Rain fell.", " ")
    assert [without_mark(line) for line in (" • a", "2) b", "- c", "-d", "1907. It", "3.5 m")] == [
        "a",
        "b",
        "c",
        "-d",
        "1907. It",
        "3.5 m",
    ]
    assert opens_list("12. May")
    assert not opens_list("May 12.")
