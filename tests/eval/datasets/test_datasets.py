"""Opening a set: the laws of all kinds, samples, documents of one's own, and complaints."""

import json
import re
from pathlib import Path

import pytest

from assistant.errors import CasesError
from eval.cases import Evidence
from eval.datasets import kinds, open_dataset
from tests.eval.datasets.laws import check
from tests.eval.datasets.published import SPECS, beir, clapnq, llama_index, rgb, squad, squad_corpus, write_json

WITHOUT_QUOTES = {"beir", "rgb rejection"}


@pytest.mark.parametrize("name", SPECS)
def test_every_quote_stands_in_its_document_and_every_name_is_its_own(name: str, tmp_path: Path) -> None:
    with open_dataset(SPECS[name](tmp_path)) as dataset:
        assert (check(dataset) == 0) is (name in WITHOUT_QUOTES)
        assert len(dataset.cases) >= 1


@pytest.mark.parametrize("name", SPECS)
def test_what_is_read_is_the_same_every_time_and_gone_afterwards(name: str, tmp_path: Path) -> None:
    spec = SPECS[name](tmp_path)
    with open_dataset(spec) as first, open_dataset(spec) as second:
        assert first.cases == second.cases
        assert first.documents != second.documents
        contents = [
            sorted((path.name, path.read_bytes()) for path in each.documents.iterdir()) for each in (first, second)
        ]
        assert contents[0] == contents[1] != []
    assert not first.documents.exists()


def test_every_kind_is_tried_here() -> None:
    assert {kind.name for kind in kinds()} == {name.split()[0] for name in SPECS}


def test_a_set_is_called_after_its_kind_and_file(tmp_path: Path) -> None:
    with open_dataset(f"squad:{squad(tmp_path, 'dev-v2.0.json')}") as dataset:
        assert dataset.name == "squad:dev-v2"


def test_a_limit_keeps_the_same_questions_in_order_and_all_documents(tmp_path: Path) -> None:
    questions = [{"id": f"q{n}", "question": f"Why {n}?", "answers": [], "is_impossible": True} for n in range(50)]
    paragraphs = [{"context": "Rain fell.", "qas": questions}]
    articles = [{"title": "Lisk", "paragraphs": paragraphs}, {"title": "Orrin", "paragraphs": []}]
    spec = f"squad:{write_json(tmp_path / 'q.json', {'data': articles})}"
    with open_dataset(spec) as whole, open_dataset(spec, limit=9) as some, open_dataset(spec, limit=9) as again:
        ids = [case.id for case in some.cases]
        assert len(ids) == 9
        assert ids == [case.id for case in whole.cases if case.id in ids]
        assert ids != [case.id for case in whole.cases[:9]]
        assert some.cases == again.cases
        assert len(list(some.documents.iterdir())) == len(list(whole.documents.iterdir())) == 2
    with open_dataset(spec, limit=1000) as all_of_them:
        assert all_of_them.cases == whole.cases


def test_ids_that_come_again_are_told_apart(tmp_path: Path) -> None:
    names = ["a", "a", "a-2", "a", "b-2", "b", "b"]
    questions = [{"id": name, "question": "Why?", "answers": [], "is_impossible": True} for name in names]
    articles = [{"title": "Lisk", "paragraphs": [{"context": "Rain fell.", "qas": questions}]}]
    with open_dataset(f"squad:{write_json(tmp_path / 'q.json', {'data': articles})}") as dataset:
        assert [case.id for case in dataset.cases] == ["a", "a-2", "a-2-2", "a-3", "b-2", "b", "b-3"]


def test_characters_that_cannot_be_written_or_seen_are_left_out(tmp_path: Path) -> None:
    context = "A \ud83d.\u00ad The cafe\u0301 of\u200b Lisk opened."
    answer = {"text": "cafe\u0301 of\u200b Lisk", "answer_start": 10}
    qas = [{"id": "a", "question": "Which\ud83d?", "answers": [answer]}]
    articles = [{"title": "Caf\u00e9\u200b", "paragraphs": [{"context": context, "qas": qas}]}]
    path = tmp_path / "q.json"
    path.write_text(json.dumps({"data": articles}), encoding="ascii")  # with escapes, as half a character must be
    with open_dataset(f"squad:{path}") as dataset:
        check(dataset)
        [case] = dataset.cases
        assert (case.question, case.answers) == ("Which\ufffd?", ("café of Lisk",))
        assert case.evidence == (Evidence("The café of Lisk opened.", ("cafe.md",)),)


@pytest.mark.parametrize("given", ["option", "argument"])
def test_a_folder_of_ones_own_takes_the_place_of_the_documents(given: str, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    path = squad(tmp_path)
    spec, documents = (f"squad:{path},corpus={own}", None) if given == "option" else (f"squad:{path}", own)
    with open_dataset(spec, documents=documents) as dataset:
        assert dataset.documents == own
        assert all(case.documents == () for case in dataset.cases)
        assert dataset.cases[0].evidence == (Evidence("Lisk harbour opened in 1907."),)
    assert own.is_dir()


def test_a_corpus_file_may_be_given_as_an_argument(tmp_path: Path) -> None:
    with open_dataset(f"squad:{squad(tmp_path)}", documents=squad_corpus(tmp_path)) as dataset:
        assert len(list(dataset.documents.iterdir())) == 3


def test_source_files_beside_a_labelled_set_are_its_documents(tmp_path: Path) -> None:
    path = llama_index(tmp_path)
    (tmp_path / "source_files").mkdir()
    with open_dataset(f"llama-index:{path}") as dataset:
        assert dataset.documents == tmp_path / "source_files"
        assert [len(case.evidence) for case in dataset.cases] == [1, 1, 0]
        assert {case.documents for case in dataset.cases} == {()}


def complaint(spec: str, documents: Path | None = None, limit: int | None = None) -> str:
    with pytest.raises(CasesError) as raised, open_dataset(spec, documents=documents, limit=limit):
        raise AssertionError("it was opened")
    return str(raised.value)


def test_complains_of_what_is_asked_for(tmp_path: Path) -> None:
    path = squad(tmp_path)
    known = "beir:DIR, clapnq:DIR, llama-index:FILE, multihop-rag:DIR, rgb:FILE, squad:FILE"
    assert complaint(f"squat:{path}") == f"“squat” is no kind of data set. Give one of these: {known}."
    assert complaint("squad") == "“squad” names no file or folder. Write squad:FILE."
    assert "nothing at" in complaint(f"squad:{tmp_path / 'absent.json'}")
    assert "is a folder. Give the file" in complaint(f"squad:{tmp_path}")
    assert "is a file. Give the folder" in complaint(f"beir:{path}")
    assert "“split” is no option of squad. Use one of these: corpus=." in complaint(f"squad:{path},split=dev")
    assert "“passages=some” is not known" in complaint(f"rgb:{rgb(tmp_path)},passages=some")
    assert "Give a limit of 1 or more" in complaint(f"squad:{path}", limit=0)


def test_complains_of_documents_that_cannot_take_their_place(tmp_path: Path) -> None:
    path, corpus = squad(tmp_path), squad_corpus(tmp_path)
    assert "given twice" in complaint(f"squad:{path},corpus={corpus}", documents=tmp_path)
    assert "nothing at" in complaint(f"squad:{path}", documents=tmp_path / "absent")
    assert "rgb takes a folder" in complaint(f"rgb:{rgb(tmp_path)},corpus={corpus}")
    assert "nothing says what a right answer" in complaint(f"beir:{beir(tmp_path)}", documents=tmp_path)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('{"data": [', r"q\.json is not JSON \(.* at line 1"),
        ("[1]", r"q\.json is not a JSON object"),
        ('{"examples": []}', r"q\.json: there is no “data”"),
        ('{"data": {}}', r"q\.json: “data” is not a list"),
        ('{"data": [1]}', r"q\.json, data 1 is not a JSON object"),
        ('{"data": [{"title": "a", "paragraphs": [{"context": " "}]}]}', r"data 1, paragraphs 1: “context” is missing"),
        ('{"data": [{"title": ["a"]}]}', r"data 1: “title” is not text"),
        ('{"data": [{"title": "a", "paragraphs": []}]}', r"q\.json holds no questions"),
    ],
)
def test_complaints_name_the_file_and_the_place(content: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "q.json"
    path.write_text(content, encoding="utf-8")
    said = complaint(f"squad:{path}")
    assert re.search(expected, said), said
    assert said.endswith("as it is published.")


def test_complains_of_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.json").write_bytes('{"data": "Köln"}'.encode("latin-1"))
    assert "latin.json is not UTF-8" in complaint(f"squad:{tmp_path / 'latin.json'}")
    whole = squad(tmp_path, "q.json.gz").read_bytes()
    (tmp_path / "cut.json.gz").write_bytes(whole[: len(whole) // 2])
    assert "cut.json.gz is damaged or cut short" in complaint(f"squad:{tmp_path / 'cut.json.gz'}")
    (tmp_path / "plain.json.gz").write_bytes(b"{}")
    assert "plain.json.gz is damaged" in complaint(f"squad:{tmp_path / 'plain.json.gz'}")
    with (clapnq(tmp_path) / "clapnq_dev_answerable.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n{]\n")
    assert "clapnq_dev_answerable.jsonl, line 3 is not JSON" in complaint(f"clapnq:{tmp_path}")
