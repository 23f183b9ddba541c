"""What the studies count and compare, by hand."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.embeddings import MockEmbedding

from assistant.records import Document, Passage
from assistant.text import sentence_spans
from eval.studies.chunking import Setting, passages_of
from eval.studies.corpus import ARTICLES, QUESTIONS, Question, load_articles, load_questions, sub_corpus
from eval.studies.fusion import Evidence, by_deviation, by_range, by_top, methods, rank_fusion, score_fusion
from eval.studies.measure import Located, first_hit, hit_within, summary, table
from eval.studies.search import WordIndex, embed

QUESTION = Question("q", "Who runs the harbour?", "Lisk", ((100, 110), (104, 110)))


def located(start: int, end: int, title: str = "Lisk") -> Located:
    return title, Passage(f"{title}:{start}", title, start, end, "x" * (end - start))


def test_a_passage_hits_when_it_holds_a_whole_answer() -> None:
    assert first_hit(QUESTION, [located(0, 105), located(102, 200), located(90, 110)]) == 2
    assert first_hit(QUESTION, [located(0, 200, "Orrin"), located(105, 200)]) is None


def test_a_budget_cuts_the_last_passage() -> None:
    ranking = [located(200, 300), located(50, 150)]
    assert hit_within(QUESTION, ranking, 160)
    assert not hit_within(QUESTION, ranking, 159)
    assert not hit_within(QUESTION, ranking[:1], 1000)


def test_figures_are_means_over_questions() -> None:
    figures = summary([QUESTION, QUESTION], [[located(200, 300), located(50, 150)], [located(200, 300)]])
    expected = {"hit@1": 0.0, "hit@3": 0.5, "hit@10": 0.5, "MRR": 0.25, "hit in 2,000": 0.5, "chars@10": 150}
    assert {name: figures[name] for name in expected} == pytest.approx(expected)
    assert table({"one": {"MRR": 0.25, "chars@10": 150.4}}).splitlines()[2] == "| one | 0.250 | 150 |"


def test_fusions_against_values_worked_out_by_hand() -> None:
    evidence = Evidence([(2, 8.0), (0, 4.0)], np.array([0.1, 0.9, 0.5, 0.2], dtype=np.float32))
    ranks = rank_fusion(evidence, k=10, weight=0.5, depth=2)
    # row 2 is first by words and second by meaning; row 0 second by words; row 1 first by meaning
    assert ranks == pytest.approx({2: 0.5 / 11 + 0.5 / 12, 0: 0.5 / 12, 1: 0.5 / 11})
    scores = score_fusion(evidence, by_top, weight=0.25, depth=2)
    assert scores == pytest.approx({0: 0.25 * 0.5 + 0.75 * 0.1, 1: 0.75 * 0.9, 2: 0.25 + 0.75 * 0.5}, abs=1e-6)
    words, cosines = np.array([0.0, 4.0, 8.0]), np.array([0.1, 0.1, 0.7])
    assert [part.tolist() for part in by_range(words, cosines)] == [[0.0, 0.5, 1.0], [0.0, 0.0, 1.0]]
    assert by_deviation(words, cosines)[0] == pytest.approx([-(1.5**0.5), 0, 1.5**0.5])


def test_every_method_ranks_first_what_both_searches_rank_first() -> None:
    cosines = np.linspace(0.5, 0.1, 300, dtype=np.float32)
    evidence = Evidence([(0, 9.0), (7, 3.0), (5, 2.0)], cosines)
    for name, method in methods().items():
        scores = method(evidence)
        assert max(scores, key=scores.__getitem__) == 0, name


def test_the_word_index_stems_boosts_titles_and_drops_stopwords() -> None:
    index = WordIndex(["the harbours of old", "a mill", "what is it"], ["Lisk", "Harbour mill", "Orrin"])
    assert [row for row, _ in index.search("What is the harbour?", 5, context_boost=0.0)] == [0]
    assert [row for row, _ in index.search("What is the harbour?", 5, context_boost=4.0)] == [1, 0]
    assert 2 in [row for row, _ in index.search("What is the harbour?", 5, stopwords=True)]
    assert index.search("?", 5) == []


def test_overlap_adds_the_sentence_before_and_nothing_else() -> None:
    text = " ".join(f"Sentence number {number} stands here." for number in range(40))
    article = {"Lisk": Document(text, "text", "Lisk")}
    plain, overlapping = (passages_of(article, Setting(200, overlap)) for overlap in (0, 1))
    assert len(plain) == len(overlapping) > 2
    for (_, before), (_, alone), (_, longer) in zip(plain, plain[1:], overlapping[1:], strict=False):
        assert longer.end == alone.end
        assert text[longer.start : before.end] == text[slice(*list(sentence_spans(text, 0, before.end))[-1])]


def test_halves_share_no_article_and_samples_are_seeded(tmp_path: Path) -> None:
    articles = load_articles(write_data(tmp_path))
    dev, test = load_questions(tmp_path, articles, "dev", 100), load_questions(tmp_path, articles, "test", 100)
    assert {question.article for question in dev}.isdisjoint(question.article for question in test)
    assert len(dev) == len(test) == 4
    assert load_questions(tmp_path, articles, "dev", 3) == load_questions(tmp_path, articles, "dev", 3)
    for question in [*dev, *test]:
        [(start, end)] = question.answers
        assert articles[question.article].text[start:end] == "answer"
    assert len(sub_corpus(articles, dev, 5)) == 5
    assert {question.article for question in dev} <= sub_corpus(articles, dev, 1).keys()


def test_vectors_are_unit_length_and_kept(tmp_path: Path) -> None:
    first = embed(["a", "b"], tmp_path, MockEmbedding(embed_dim=4))
    assert np.linalg.norm(first, axis=1) == pytest.approx([1, 1])
    [kept] = tmp_path.glob("*.npy")
    np.save(kept, np.zeros((2, 4), dtype=np.float32))
    assert not embed(["a", "b"], tmp_path, MockEmbedding(embed_dim=4)).any()
    assert embed(["a", "b"], tmp_path, MockEmbedding(embed_dim=4), queries=True).any()


def write_data(folder: Path) -> Path:
    """Eight articles, four in each question file, each with one question that has an answer and one that has none."""
    for file in (ARTICLES, *QUESTIONS):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
    paragraphs = {f"Article_{n}": f"This is the answer number {n}." for n in range(8)}
    with gzip.open(folder / ARTICLES, "wt", encoding="utf-8") as lines:
        for title, paragraph in paragraphs.items():
            lines.write(json.dumps({"title": title, "text": f"Before.\n{paragraph}\nAfter."}) + "\n")
    for file, titles in zip(QUESTIONS, (list(paragraphs)[:4], list(paragraphs)[4:]), strict=True):
        data = [{"title": title, "paragraphs": [_paragraph(title, paragraphs[title])]} for title in titles]
        with gzip.open(folder / file, "wt", encoding="utf-8") as out:
            json.dump({"data": data}, out)
    return folder


def _paragraph(title: str, context: str) -> dict[str, object]:
    asked = {"id": title, "question": "What?", "answers": [{"text": "answer", "answer_start": 12}]}
    none = {"id": f"{title}-none", "question": "Why?", "answers": [], "is_impossible": True}
    return {"context": context, "qas": [asked, none]}
