"""SQuAD 1.1 and 2.0 (Rajpurkar et al., 2016 and 2018) and sets in their format: one JSON file, plain or gzipped.

| published | becomes |
|---|---|
| ``data[]``: ``title``, ``paragraphs[].context`` | a document: the title, then the paragraphs |
| ``qas[]``: ``id``, ``question`` | a case of kind "span" |
| ``answers[].text`` | its answers, each annotator's wording once |
| ``answers[].answer_start`` | its evidence: the sentences around the answer that most annotators gave |
| ``is_impossible`` | not answerable, kind "unanswerable", without documents |

With a corpus file (JSON Lines of ``title`` and ``text``) its whole articles are the documents: retrieval over all of
them, as in Chen et al., 2017 (DrQA). A question with an answer belongs to the article that its paragraph stands in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.errors import CasesError
from eval.cases import Case, Evidence
from eval.datasets.documents import Documents
from eval.datasets.kind import Kind, Request
from eval.datasets.published import Record, read_json, read_records, record
from eval.datasets.quotes import sentences_around

Find = Callable[[str, str], str]  # the title and a paragraph of an article to the name of its document


def _read(request: Request, documents: Documents) -> Iterator[Case]:
    whole = record(read_json(request.path), request.path.name)
    articles = whole.records("data")
    if not articles:
        raise whole.error("there is no “data” with articles; it is not SQuAD")
    find = _articles_of_corpus(request.corpus, documents) if request.corpus else None
    for article in articles:
        title = article.text("title").replace("_", " ")
        paragraphs = [(each.text("context"), each.records("qas")) for each in article.records("paragraphs")]
        own = "" if find else documents.add(title, "\n".join(context for context, _ in paragraphs))
        for context, questions in paragraphs:
            name = find(title, context) if find and any(map(_is_answered, questions)) else own
            yield from (_case(asked, context, name) for asked in questions)


def _is_answered(asked: Record) -> bool:
    return not asked.fields.get("is_impossible") and bool(asked.records("answers"))


def _case(asked: Record, context: str, name: str) -> Case:
    if not _is_answered(asked):
        return Case(asked.text("id"), asked.text("question"), answerable=False, kind="unanswerable")
    spans = [_span(answer, context) for answer in asked.records("answers")]
    [(quotes, _)] = Counter(sentences_around(context, start, end) for start, end in spans).most_common(1)
    return Case(
        id=asked.text("id"),
        question=asked.text("question"),
        answers=tuple(context[start:end] for start, end in spans),
        documents=(name,),
        evidence=tuple(Evidence(quote, (name,)) for quote in quotes),
        kind="span",
    )


def _span(answer: Record, context: str) -> tuple[int, int]:
    """Where the answer stands in its paragraph: where the file says, or failing that where it comes first."""
    text = answer.text("text")
    start = answer.fields.get("answer_start")
    if not isinstance(start, int) or context[start : start + len(text)] != text:
        start = context.find(text)
    if start < 0:
        raise answer.error(f"the answer “{text}” does not stand in its paragraph")
    return start, start + len(text)


def _articles_of_corpus(corpus: Path, documents: Documents) -> Find:
    """Put every article of a corpus into the documents; return what finds an article by title and paragraph."""
    texts: dict[str, str] = {}
    names: dict[str, str] = {}
    for article in read_records(corpus):
        title, text = article.text("title").replace("_", " "), article.text("text")
        name = documents.add(title, text)
        texts[name] = text
        names.setdefault(title, name)

    def find(title: str, paragraph: str) -> str:
        likeliest = names.get(title, "")
        if paragraph.strip() in texts.get(likeliest, ""):
            return likeliest
        found = next((name for name, text in texts.items() if paragraph.strip() in text), None)
        if found is None:
            raise CasesError(
                f"{corpus.name} lacks a paragraph of “{title}” ({paragraph.strip()[:60]}…). "
                f"Give the articles that the paragraphs were taken from."
            )
        return found

    return find


KIND = Kind("squad", "FILE", _read, corpus=True)
