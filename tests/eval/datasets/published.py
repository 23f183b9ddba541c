"""Hand-made sets of invented content in the published formats, each with what is awkward about its format."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

HARBOUR = "Lisk harbour opened in 1907. Its crane lifts 40 tonnes. Mara Quill runs the harbour."
MILL = "The mill of Orrin grinds rye and barley.\nIt closed in 1951. Tomas Veld bought it for 12,000 crowns."


def write_json(path: Path, value: Any) -> Path:
    """A JSON file; gzipped when its name says so."""
    return _written(path, json.dumps(value, ensure_ascii=False))


def write_lines(path: Path, rows: list[Any]) -> Path:
    """A JSON Lines file; gzipped when its name says so."""
    return _written(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode("utf-8")
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def asked(name: str, question: str, context: str, *answers: str, **other: Any) -> dict[str, Any]:
    """A question of SQuAD; each answer begins where it first stands in the paragraph."""
    marked = [{"text": answer, "answer_start": context.index(answer)} for answer in answers]
    return {"id": name, "question": question, "answers": marked, **other}


def squad(folder: Path, name: str = "squad.json") -> Path:
    """SQuAD 2.0: several annotators, questions without an answer, titles that are no file names."""
    harbour = [
        asked("opened", "When did it open?", HARBOUR, "1907", "in 1907", "1907", is_impossible=False),
        asked("crane", "What lifts 40 tonnes?", HARBOUR, "Its crane", is_impossible=False),
        asked("captain", "Who captains the ferry?", HARBOUR, is_impossible=True, plausible_answers=[]),
    ]
    mill = [asked("price", "What did he pay?", MILL, "12,000 crowns", "It closed in 1951. Tomas Veld")]
    articles = [
        {"title": "Lisk_(harbour)", "paragraphs": [{"context": HARBOUR, "qas": harbour}]},
        {"title": "../../Orrin/mill", "paragraphs": [{"context": MILL, "qas": mill}]},
    ]
    return write_json(folder / name, {"version": "v2.0", "data": articles})


def squad_corpus(folder: Path, name: str = "articles.jsonl.gz") -> Path:
    """Whole articles in which the paragraphs of ``squad`` stand."""
    rows = [
        {"title": "Lisk_(harbour)", "text": f"Before it there was a ford.\n{HARBOUR}\nSee also: ferries."},
        {"title": "Orrin", "text": f"Orrin is a village.\n{MILL}"},
        {"title": "Weather", "text": "Rain fell on Lisk for nine days."},
    ]
    return write_lines(folder / name, rows)


def annotation(name: str, question: str, sentences: list[str], *outputs: dict[str, Any]) -> dict[str, Any]:
    """A line of the annotated data of CLAPNQ."""
    passage = {"title": "Lisk harbour", "text": " ".join(sentences) + " ", "sentences": sentences}
    return {"id": name, "input": question, "passages": [passage], "output": list(outputs)}


def clapnq(folder: Path) -> Path:
    """CLAPNQ as annotated, in the two files that it is published in."""
    opened, crane, other = ["Lisk harbour opened in 1907 .", "Its crane lifts 40 tonnes .", "Mara Quill runs it ."]
    meta = {"annotator": [1], "has_minimal_answer": False, "non_consecutive": True, "round": 1, "skip": False}
    first = {"answer": "It opened in 1907.", "selected_sentences": [f"{crane}&"], "meta": meta}
    second = {
        "answer": "In 1907; its crane lifts 40 tonnes.",
        "selected_sentences": [opened, crane, "It grew ."],
        "meta": {**meta, "round": 2},
    }
    none = {"answer": "", "selected_sentences": [], "meta": meta}
    null = {"answer": None, "meta": None}
    sentences = [opened, crane, other]
    answerable = [annotation("-12", "tell me of lisk harbour", sentences, first, second)]
    unanswerable = [
        annotation("34", "where does the ferry land", ["Rain fell on Lisk ."], none),
        {**annotation("0", "who is the captain", ["No boat left ."], null), "id": 56},
    ]
    write_lines(folder / "clapnq_dev_answerable.jsonl", answerable)
    write_lines(folder / "clapnq_train_unanswerable.jsonl", unanswerable)
    return folder


def clapnq_pair(folder: Path) -> tuple[Path, Path]:
    """CLAPNQ in a file of questions and a file of passages."""
    passages = [
        {"doc_id": "clapnq:-12", "title": "Lisk harbour", "text": "Lisk harbour opened in 1907 . Quill runs it . "},
        {"doc_id": "clapnq:34", "title": "Lisk harbour", "text": "Rain fell on Lisk . "},
    ]
    gold = {"answers": ["In 1907."], "answerable": True, "evidence": ["Lisk harbour opened in 1907 ."]}
    none: dict[str, Any] = {"answers": [], "answerable": False, "evidence": []}
    questions = [
        {"id": "-12", "question": "when did it open", "gold_doc_ids": ["clapnq:-12"], **gold},
        {"id": "34", "question": "where is the ferry", "gold_doc_ids": ["clapnq:34"], **none},
    ]
    asked_file = write_lines(folder / "clapnq-questions.jsonl.gz", questions)
    return asked_file, write_lines(folder / "clapnq-passages.jsonl.gz", passages)


def beir(folder: Path) -> Path:
    """BEIR: ids that differ by case only or climb out of the folder, an empty title, a query that nobody judged."""
    corpus = [
        {"_id": "d1", "title": "Lisk harbour", "text": HARBOUR, "metadata": {}},
        {"_id": "D1", "title": "", "text": MILL, "metadata": {"url": "x"}},
        {"_id": "../d1", "title": "Weather", "text": "Rain fell on Lisk.", "metadata": {}},
    ]
    queries = [
        {"_id": "q1", "text": "who runs the harbour", "metadata": {}},
        {"_id": "q2", "text": "what does the mill grind"},
        {"_id": "q3", "text": "who asked this"},
    ]
    write_lines(folder / "corpus.jsonl", corpus)
    write_lines(folder / "queries.jsonl", queries)
    judged = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\t../d1\t0\nq2\tD1\t1\nq2\td1\t1\nq3\td1\t0\nq1\tgone\t1\n"
    (folder / "qrels").mkdir()
    (folder / "qrels" / "test.tsv").write_text(judged, encoding="utf-8")
    (folder / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\nq3\tD1\t1\n", encoding="utf-8")
    return folder


def _news(title: str, source: str, body: str, day: int) -> dict[str, Any]:
    date = f"2023-11-{day:02}T09:30:00+00:00"
    common = {"title": title, "author": "Mara Quill", "source": source, "published_at": date, "category": "technology"}
    return {**common, "url": f"https://{source.lower()}.example/{day}", "body": body}


def multihop_rag(folder: Path) -> Path:
    """MultiHop-RAG: two articles of one title, a fact in other words than the body, every type of question."""
    corpus = [
        _news("Harbour news", "Courier", HARBOUR, 3),
        _news("Harbour news", "Herald", MILL + "\n\n- The <b>wheel</b> & the *race* stay.", 9),
    ]
    first, second = ({key: value for key, value in article.items() if key != "body"} for article in corpus)
    opened = {**first, "fact": "Lisk harbour opened in 1907."}
    closed = {**second, "fact": "It closed in 1951."}
    reworded = {**second, "fact": "The mill was closed."}
    rows: list[tuple[str, str, str, list[Any]]] = [
        ("Who runs the harbour that the Courier wrote of?", "Mara Quill", "inference_query", [opened, closed]),
        ("Did both papers write of mills?", "no", "comparison_query", [opened, reworded]),
        ("Which came first?", "The harbour", "temporal_query", [opened, closed]),
        ("Who captains the ferry?", "Insufficient information.", "null_query", []),
    ]
    names = ("query", "answer", "question_type", "evidence_list")
    write_json(folder / "corpus.json", corpus)
    write_json(folder / "MultiHopRAG.json", [dict(zip(names, row, strict=True)) for row in rows])
    return folder


def rgb(folder: Path, name: str = "en_refine.json") -> Path:
    """RGB as for noise robustness: answers as a text, a list, and a list of lists; a passage that comes twice."""
    rain = "Rain fell on Lisk for nine days ..."
    opened = {"id": 0, "query": "When did Lisk harbour open?", "answer": [["3 May 1907", "May 3, 1907"]]}
    manager = {"id": 1, "query": "Who runs it?", "answer": ["Mara Quill"]}
    crane = {"id": 2, "query": "What does the crane lift?", "answer": "40 tonnes"}
    rows = [
        {**opened, "positive": ["Jul 1, 2022 ... Opened on may 3, 1907, it grew. It is old."], "negative": [rain]},
        {**manager, "positive": ["Mara Quill runs it.", "Since 1990 Quill."], "negative": [rain, "No boat left."]},
        {**crane, "positive": ["Its crane lifts 40 tonnes."], "negative": []},
    ]
    return write_lines(folder / name, rows)


def rgb_int(folder: Path) -> Path:
    """RGB as for information integration: a list of passages for each part of the answer."""
    row = {
        "id": 7,
        "query": "When did the harbour open and the mill close?",
        "answer": [["May 3, 1907", "3 May 1907"], ["1951"]],
        "answer1": ["May 3, 1907", "3 May 1907"],
        "answer2": ["1951"],
        "positive": [["The harbour opened on May 3, 1907."], ["The mill closed in 1951.", "Closed since 1951."]],
        "negative": ["Rain fell."],
    }
    return write_lines(folder / "en_int.json", [row])


def rgb_fact(folder: Path) -> Path:
    """RGB as for counterfactual robustness: each passage once right and once with a false answer."""
    row = {
        "id": 9,
        "query": "Who runs Lisk harbour?",
        "answer": "Mara Quill",
        "fakeanswer": "Tomas Veld",
        "positive_wrong": ["Tomas Veld runs Lisk harbour."],
        "positive": ["Mara Quill runs Lisk harbour."],
        "negative": ["Rain fell."],
    }
    return write_lines(folder / "en_fact.json", [row])


def llama_index(folder: Path) -> Path:
    """LabelledRagDataset: contexts that two questions share, one that is too long to be found, one with a list."""
    ai, human = {"model_name": "model-1", "type": "ai"}, {"model_name": "", "type": "human"}
    long = " ".join(f"Boat number {number} left the harbour." for number in range(30))
    listed = "The fleet:\n• two tugs\n• a ferry"

    def example(query: str, contexts: list[str], answer: str, by: dict[str, str]) -> dict[str, Any]:
        asked_by = {"query": query, "query_by": by, "reference_contexts": contexts}
        return {**asked_by, "reference_answer": answer, "reference_answer_by": by}

    examples = [
        example("When did it open?", [HARBOUR], "It opened in 1907.", ai),
        example("Who runs it?", [HARBOUR, long], "Mara Quill.", human),
        example("What is in the fleet?", [listed], "Two tugs and a ferry.", human),
    ]
    return write_json(folder / "rag_dataset.json", {"examples": examples})


SPECS: dict[str, Callable[[Path], str]] = {
    "squad": lambda folder: f"squad:{squad(folder)}",
    "squad with a corpus": lambda folder: f"squad:{squad(folder, 'q.json.gz')},corpus={squad_corpus(folder)}",
    "clapnq": lambda folder: f"clapnq:{clapnq(folder)}",
    "clapnq in two files": lambda folder: "clapnq:{},corpus={}".format(*clapnq_pair(folder)),
    "beir": lambda folder: f"beir:{beir(folder)}",
    "multihop-rag": lambda folder: f"multihop-rag:{multihop_rag(folder)}",
    "rgb": lambda folder: f"rgb:{rgb(folder)}",
    "rgb integration": lambda folder: f"rgb:{rgb_int(folder)}",
    "rgb counterfactual": lambda folder: f"rgb:{rgb_fact(folder)}",
    "rgb rejection": lambda folder: f"rgb:{rgb(folder)},passages=negative",
    "llama-index": lambda folder: f"llama-index:{llama_index(folder)}",
}
