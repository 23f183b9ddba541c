"""Each format: what its published fields become."""

from pathlib import Path

import pytest

from assistant.errors import CasesError
from assistant.reading import read
from eval.cases import Case, Evidence
from eval.datasets import open_dataset
from tests.eval.datasets import published
from tests.eval.datasets.published import HARBOUR, write_json, write_lines


def cases(spec: str) -> dict[str, Case]:
    with open_dataset(spec) as dataset:
        return {case.id: case for case in dataset.cases}


def texts(spec: str) -> dict[str, str]:
    with open_dataset(spec) as dataset:
        return {path.name: read(path.read_bytes(), path.name).text for path in dataset.documents.iterdir()}


def refusal(spec: str) -> str:
    with pytest.raises(CasesError) as raised:
        cases(spec)
    return str(raised.value)


class TestSquad:
    def test_answers_of_all_annotators_and_the_sentence_of_most(self, tmp_path: Path) -> None:
        found = cases(f"squad:{published.squad(tmp_path)}")
        assert found["opened"] == Case(
            id="opened",
            question="When did it open?",
            answers=("1907", "in 1907"),
            documents=("lisk-harbour.md",),
            evidence=(Evidence("Lisk harbour opened in 1907.", ("lisk-harbour.md",)),),
            kind="span",
        )
        assert found["captain"] == Case("captain", "Who captains the ferry?", answerable=False, kind="unanswerable")

    def test_the_first_of_two_annotators_who_differ_decides(self, tmp_path: Path) -> None:
        found = cases(f"squad:{published.squad(tmp_path)}")["price"]
        assert found.answers == ("12,000 crowns", "It closed in 1951. Tomas Veld")
        assert [each.quote for each in found.evidence] == ["Tomas Veld bought it for 12,000 crowns."]

    def test_an_answer_across_two_sentences_has_both_as_evidence(self, tmp_path: Path) -> None:
        qas = [published.asked("a", "What?", HARBOUR, "1907. Its crane")]
        path = write_json(
            tmp_path / "q.json", {"data": [{"title": "A", "paragraphs": [{"context": HARBOUR, "qas": qas}]}]}
        )
        quotes = [each.quote for each in cases(f"squad:{path}")["a"].evidence]
        assert quotes == ["Lisk harbour opened in 1907.", "Its crane lifts 40 tonnes."]

    def test_impossible_is_what_the_set_says_is_impossible(self, tmp_path: Path) -> None:
        qas = [published.asked("a", "What?", HARBOUR, "1907", is_impossible=True)]
        data = {"data": [{"title": "A", "paragraphs": [{"context": HARBOUR, "qas": qas}]}]}
        assert not cases(f"squad:{write_json(tmp_path / 'q.json', data)}")["a"].answerable

    def test_an_article_is_its_title_and_its_paragraphs(self, tmp_path: Path) -> None:
        found = texts(f"squad:{published.squad(tmp_path)}")
        assert found["lisk-harbour.md"] == f"Lisk (harbour)\n\n{HARBOUR}"
        assert found.keys() == {"lisk-harbour.md", "orrin-mill.md"}

    def test_a_wrong_start_is_corrected_and_an_answer_that_is_nowhere_refused(self, tmp_path: Path) -> None:
        qas = [{"id": "a", "question": "What?", "answers": [{"text": "40 tonnes", "answer_start": 3}]}]
        data = {"data": [{"title": "A", "paragraphs": [{"context": HARBOUR, "qas": qas}]}]}
        found = cases(f"squad:{write_json(tmp_path / 'q.json', data)}")["a"]
        assert (found.answers, found.evidence[0].quote) == (("40 tonnes",), "Its crane lifts 40 tonnes.")
        qas[0]["answers"] = [{"text": "50 tonnes", "answer_start": 3}]
        assert "does not stand in its paragraph" in refusal(f"squad:{write_json(tmp_path / 'q.json', data)}")

    def test_with_a_corpus_whole_articles_are_searched(self, tmp_path: Path) -> None:
        spec = f"squad:{published.squad(tmp_path)},corpus={published.squad_corpus(tmp_path)}"
        assert texts(spec).keys() == {"lisk-harbour.md", "orrin.md", "weather.md"}
        assert texts(spec)["lisk-harbour.md"].startswith("Lisk (harbour)\n\nBefore it")
        found = cases(spec)
        assert found["opened"].documents == ("lisk-harbour.md",)
        assert found["price"].documents == ("orrin.md",)  # by its paragraph: the corpus has another title
        assert found["price"].evidence[0].documents == ("orrin.md",)

    def test_a_corpus_without_the_paragraphs_is_refused(self, tmp_path: Path) -> None:
        corpus = write_lines(tmp_path / "other.jsonl", [{"title": "Lisk_(harbour)", "text": "Rain fell."}])
        said = refusal(f"squad:{published.squad(tmp_path)},corpus={corpus}")
        assert "other.jsonl lacks a paragraph of “Lisk (harbour)”" in said


class TestClapnq:
    def test_answers_and_sentences_of_all_annotators(self, tmp_path: Path) -> None:
        found = cases(f"clapnq:{published.clapnq(tmp_path)}")
        file = ("lisk-harbour.md",)
        assert found["-12"] == Case(
            id="-12",
            question="tell me of lisk harbour",
            answers=("It opened in 1907.", "In 1907; its crane lifts 40 tonnes."),
            documents=file,
            evidence=(Evidence("Its crane lifts 40 tonnes .", file), Evidence("Lisk harbour opened in 1907 .", file)),
            kind="long-form",
            split="dev",
        )
        for name in ("34", "56"):
            assert not found[name].answerable
            assert (found[name].kind, found[name].split) == ("unanswerable", "train")

    def test_passages_of_unanswerable_questions_are_searched_too(self, tmp_path: Path) -> None:
        found = texts(f"clapnq:{published.clapnq(tmp_path)}")
        assert sorted(text.split("\n\n")[1][:12] for text in found.values()) == [
            "Lisk harbour",
            "No boat left",
            "Rain fell on",
        ]

    def test_one_file_or_questions_with_passages(self, tmp_path: Path) -> None:
        one = published.clapnq(tmp_path) / "clapnq_dev_answerable.jsonl"
        assert cases(f"clapnq:{one}").keys() == {"-12"}
        questions, passages = published.clapnq_pair(tmp_path / "pair")
        found = cases(f"clapnq:{questions},corpus={passages}")
        assert found == cases(f"clapnq:{tmp_path / 'pair'}")
        assert found["-12"].evidence == (Evidence("Lisk harbour opened in 1907 .", ("lisk-harbour.md",)),)
        assert found["34"] == Case("34", "where is the ferry", answerable=False, kind="unanswerable")
        assert "there is no passage “clapnq:-12”" in refusal(f"clapnq:{questions}")

    def test_a_table_of_passages_adds_to_what_is_searched(self, tmp_path: Path) -> None:
        table = tmp_path / "passages.tsv"
        table.write_text('id\ttext\ttitle\n1_0-9\t"Rain ""fell"".\nAgain."\tWeather\n', encoding="utf-8")
        spec = f"clapnq:{published.clapnq(tmp_path)}"
        assert texts(f"{spec},corpus={table}") == {**texts(spec), "weather.md": 'Weather\n\nRain "fell".\n\nAgain.'}
        table.write_text("text\ttitle\n", encoding="utf-8")
        assert "passages.tsv, line 1 names no column “id”" in refusal(f"{spec},corpus={table}")

    def test_a_folder_without_its_files_is_refused(self, tmp_path: Path) -> None:
        assert "holds no clapnq*.jsonl" in refusal(f"clapnq:{tmp_path}")


class TestBeir:
    def test_documents_judged_relevant_are_the_gold(self, tmp_path: Path) -> None:
        found = cases(f"beir:{published.beir(tmp_path)}")
        first = Case("q1", "who runs the harbour", documents=("d1.md",), kind="retrieval", split="test")
        both = ("d1-2.md", "d1.md")
        second = Case("q2", "what does the mill grind", documents=both, kind="retrieval", split="test")
        assert found == {"q1": first, "q2": second}

    def test_another_split(self, tmp_path: Path) -> None:
        spec = f"beir:{published.beir(tmp_path)}"
        assert [(case.id, case.documents) for case in cases(f"{spec},split=dev").values()] == [("q3", ("d1-2.md",))]
        assert "holds no qrels/train.tsv" in refusal(f"{spec},split=train")

    def test_the_whole_corpus_is_searched(self, tmp_path: Path) -> None:
        found = texts(f"beir:{published.beir(tmp_path)}")
        assert found["d1.md"] == f"Lisk harbour\n\n{HARBOUR}"
        assert found["d1-2.md"].startswith("The mill of Orrin")
        assert found["d1-3.md"] == "Weather\n\nRain fell on Lisk."

    def test_a_score_must_be_a_number(self, tmp_path: Path) -> None:
        folder = published.beir(tmp_path)
        (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\thigh\n", encoding="utf-8")
        assert "test.tsv, line 2: “score” is not a number" in refusal(f"beir:{folder}")


class TestMultiHopRag:
    def test_facts_and_kinds(self, tmp_path: Path) -> None:
        found = cases(f"multihop-rag:{published.multihop_rag(tmp_path)}")
        first = Evidence("Lisk harbour opened in 1907.", ("harbour-news.md",))
        second = Evidence("It closed in 1951.", ("harbour-news-2.md",))
        both = ("harbour-news.md", "harbour-news-2.md")
        asked = "Who runs the harbour that the Courier wrote of?"
        assert found["question-1"] == Case(
            "question-1", asked, ("Mara Quill",), documents=both, evidence=(first, second), kind="inference_query"
        )
        assert [case.kind for case in found.values()] == ["inference_query", "yes-no", "temporal_query", "unanswerable"]
        assert found["question-2"].answers == ("no",)
        assert (found["question-2"].documents, found["question-2"].evidence) == (both, (first,))
        assert found["question-4"] == Case(
            "question-4", "Who captains the ferry?", answerable=False, kind="unanswerable"
        )

    def test_author_date_and_paper_reach_the_document(self, tmp_path: Path) -> None:
        with open_dataset(f"multihop-rag:{published.multihop_rag(tmp_path)}") as dataset:
            document = read((dataset.documents / "harbour-news-2.md").read_bytes(), "harbour-news-2.md")
        assert (document.title, document.author, str(document.published)) == (
            "Harbour news",
            "Mara Quill",
            "2023-11-09",
        )
        assert document.text.startswith("Harbour news\n\nSource: Herald\n\nThe mill of Orrin")
        assert document.text.endswith("- The <b>wheel</b> & the *race* stay.")

    def test_evidence_of_no_article_and_missing_files_are_refused(self, tmp_path: Path) -> None:
        folder = published.multihop_rag(tmp_path)
        write_json(folder / "corpus.json", [])
        assert "MultiHopRAG.json, item 1, evidence_list 1: the corpus has no article" in refusal(
            f"multihop-rag:{folder}"
        )
        write_json(folder / "corpus.json", {})
        assert "corpus.json is not a JSON list" in refusal(f"multihop-rag:{folder}")
        (folder / "corpus.json").unlink()
        assert "holds no corpus.json" in refusal(f"multihop-rag:{folder}")


class TestRgb:
    def test_noise(self, tmp_path: Path) -> None:
        found = cases(f"rgb:{published.rgb(tmp_path)}")
        assert [case.answers for case in found.values()] == [
            ("3 May 1907", "May 3, 1907"),
            ("Mara Quill",),
            ("40 tonnes",),
        ]
        assert {case.kind for case in found.values()} == {"noise"}
        assert found["0"].evidence == (Evidence("Opened on may 3, 1907, it grew.", ("0-positive.md",)),)
        assert found["1"].documents == ("1-positive.md", "1-positive-2.md")
        assert found["1"].evidence == (Evidence("Mara Quill runs it.", ("1-positive.md",)),)

    def test_passages_of_all_questions_are_searched_each_once(self, tmp_path: Path) -> None:
        found = texts(f"rgb:{published.rgb(tmp_path)}")
        assert found.keys() == {
            "0-positive.md",
            "0-negative.md",
            "1-positive.md",
            "1-positive-2.md",
            "1-negative.md",
            "2-positive.md",
        }
        assert found["1-negative.md"] == "No boat left."

    def test_rejection_keeps_only_passages_without_the_answer(self, tmp_path: Path) -> None:
        spec = f"rgb:{published.rgb(tmp_path)},passages=negative"
        assert texts(spec).keys() == {"0-negative.md", "1-negative.md"}
        assert cases(spec)["1"] == Case("1", "Who runs it?", answerable=False, kind="unanswerable")

    def test_integration_asks_for_a_list_of_the_parts(self, tmp_path: Path) -> None:
        found = cases(f"rgb:{published.rgb_int(tmp_path)}")["7"]
        assert (found.kind, found.answers) == ("list", ("3 May 1907", "1951"))
        assert found.documents == ("7-positive.md", "7-positive-2.md", "7-positive-3.md")
        assert [each.quote for each in found.evidence] == [
            "The harbour opened on May 3, 1907.",
            "The mill closed in 1951.",
            "Closed since 1951.",
        ]

    def test_an_item_of_a_list_holds_nothing_that_ends_one(self, tmp_path: Path) -> None:
        row = {"id": 1, "query": "q", "answer": [["May 3, 1907"], ["June 4, 1951"]], "positive": [["a"], ["b"]]}
        found = cases(f"rgb:{write_lines(tmp_path / 'en_int.json', [{**row, 'negative': []}])}")["1"]
        assert found.answers == ("May 3 1907", "June 4 1951")

    def test_counterfactual_passages_stand_beside_the_right_ones_or_alone(self, tmp_path: Path) -> None:
        spec = f"rgb:{published.rgb_fact(tmp_path)}"
        assert texts(spec).keys() == {"9-positive.md", "9-positive-wrong.md", "9-negative.md"}
        found = cases(spec)["9"]
        assert (found.kind, found.answers) == ("counterfactual", ("Mara Quill",))
        assert found.evidence == (Evidence("Mara Quill runs Lisk harbour.", ("9-positive.md",)),)
        alone = f"{spec},passages=wrong"
        assert texts(alone).keys() == {"9-positive-wrong.md", "9-negative.md"}
        assert (cases(alone)["9"].answers, cases(alone)["9"].documents) == (("Mara Quill",), ())
        assert "passages=wrong is for en_fact.json" in refusal(f"rgb:{published.rgb(tmp_path)},passages=wrong")

    @pytest.mark.parametrize("answer", [None, [], [[]], [["a"], {}], [""], 5.5])
    def test_an_answer_must_be_there(self, answer: object, tmp_path: Path) -> None:
        row = {"id": 1, "query": "q", "answer": answer, "positive": ["a"], "negative": []}
        said = refusal(f"rgb:{write_lines(tmp_path / 'en.json', [row])}")
        assert said.startswith("en.json, line 1: “answer” is missing")

    def test_passages_must_be_texts(self, tmp_path: Path) -> None:
        row = {"id": 1, "query": "q", "answer": "a", "positive": [{"text": "a"}], "negative": []}
        assert "“positive” is not a list of passages" in refusal(f"rgb:{write_lines(tmp_path / 'en.json', [row])}")


class TestLlamaIndex:
    def test_contexts_are_documents_and_short_ones_evidence(self, tmp_path: Path) -> None:
        found = cases(f"llama-index:{published.llama_index(tmp_path)}")
        assert found["question-1"] == Case(
            id="question-1",
            question="When did it open?",
            answers=("It opened in 1907.",),
            documents=("context.md",),
            evidence=(Evidence(HARBOUR, ("context.md",)),),
            kind="ai",
        )
        assert found["question-2"].documents == ("context.md", "context-2.md")
        assert found["question-2"].evidence == (Evidence(HARBOUR, ("context.md",)),)
        assert (found["question-3"].kind, found["question-3"].documents) == ("human", ("context-3.md",))
        assert found["question-3"].evidence == ()

    def test_fields_may_be_null(self, tmp_path: Path) -> None:
        nulls = {"query_by": None, "reference_answer": "", "reference_answer_by": None}
        example = {"query": "When?", "reference_contexts": [HARBOUR], **nulls}
        found = cases(f"llama-index:{write_json(tmp_path / 'q.json', {'examples': [example]})}")["question-1"]
        assert (found.answers, found.kind, found.documents) == ((), "", ("context.md",))
        example["reference_contexts"] = None
        said = refusal(f"llama-index:{write_json(tmp_path / 'q.json', {'examples': [example]})}")
        assert "nothing says what a right answer to “When?” is" in said

    def test_another_json_file_is_refused(self, tmp_path: Path) -> None:
        assert "it is not a LabelledRagDataset" in refusal(f"llama-index:{published.squad(tmp_path)}")
