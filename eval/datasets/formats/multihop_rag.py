"""MultiHop-RAG (Tang and Yang, 2024): questions that need two to four news articles. A folder with two JSON files.

| published | becomes |
|---|---|
| ``corpus.json``: ``title``, ``body`` | a document each |
| its ``author``, ``published_at`` | author and date of the document, in the front matter |
| its ``source`` | a line “Source: ...” that opens the text, since the questions name the papers |
| ``MultiHopRAG.json``: ``query`` | a case; cases are numbered in order |
| ``answer`` | its answer |
| ``evidence_list[]``: ``url`` or ``title`` | its documents |
| ``evidence_list[].fact`` | its evidence, where it stands in the body |
| ``question_type`` | its kind, such as "temporal_query"; but "yes-no" if the answer is yes or no |
| ``question_type`` "null_query" | not answerable, kind "unanswerable" |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from assistant.errors import CasesError
from assistant.text import fold
from eval.cases import Case, Evidence
from eval.datasets.documents import Documents
from eval.datasets.kind import Kind, Request
from eval.datasets.published import Record, find, read_json, record
from eval.datasets.quotes import stands_in


class _Article(NamedTuple):
    name: str
    body: str


def _read(request: Request, documents: Documents) -> Iterator[Case]:
    questions = find(request.path, "MultiHopRAG.json")
    articles: dict[str, _Article] = {}
    for row in _rows(find(request.path, "corpus.json")):
        article = _article(row, documents)
        articles.setdefault(row.text("title"), article)
        if url := row.text_or_none("url"):
            articles[url] = article
    for number, row in enumerate(_rows(questions), 1):
        yield _case(row, f"question-{number}", articles)


def _rows(path: Path) -> Iterator[Record]:
    rows = read_json(path)
    if not isinstance(rows, list):
        raise CasesError(f"{path.name} is not a JSON list. Give the file as it is published.")
    return (record(row, f"{path.name}, item {number}") for number, row in enumerate(rows, 1))


def _article(row: Record, documents: Documents) -> _Article:
    title, body = row.text("title"), row.text("body")
    source = row.text_or_none("source")
    text = f"Source: {source}\n{body}" if source else body
    author, date = row.text_or_none("author") or "", row.text_or_none("published_at") or ""
    return _Article(documents.add(title, text, author=author, date=date), body)


def _case(row: Record, name: str, articles: Mapping[str, _Article]) -> Case:
    asked = row.text("query")
    kind = row.text("question_type")
    if kind == "null_query":
        return Case(name, asked, answerable=False, kind="unanswerable")
    answer = row.text("answer")
    found = [(each, _cited(each, articles)) for each in row.records("evidence_list")]
    return Case(
        id=name,
        question=asked,
        answers=(answer,),
        documents=tuple(article.name for _, article in found),
        evidence=tuple(
            Evidence(fact, (article.name,))
            for each, article in found
            if stands_in(article.body, fact := each.text_or_none("fact") or "")
        ),
        kind="yes-no" if fold(answer).strip(" .") in ("yes", "no") else kind,
    )


def _cited(evidence: Record, articles: Mapping[str, _Article]) -> _Article:
    named = [evidence.text_or_none("url") or "", evidence.text_or_none("title") or ""]
    article = next((articles[key] for key in named if key in articles), None)
    if article is None:
        raise evidence.error(f"the corpus has no article “{named[1] or named[0]}”")
    return article


KIND = Kind("multihop-rag", "DIR", _read)
