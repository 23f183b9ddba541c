"""The reference systems on a small library, with the real parts: each finds, answers and cites what is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import chromadb
import pytest
from chromadb.config import Settings as ChromaSettings

from assistant.assistant import build_assistant
from assistant.errors import CasesError
from assistant.local import LocalAssistant
from assistant.settings import Settings
from eval.beside import AS_SET, NOTHING_DECLINED, Asked
from eval.cases import Case, Evidence
from eval.outcome import Outcome, outcome
from eval.references import ask_references
from eval.references.systems import CHUNK, TOP
from eval.run import DEPTH, ingest, predict
from tests.e2e.conftest import write_documents
from tests.eval.test_command import parsed, real, run
from tests.eval.tiny import CASES as TINY
from tests.eval.tiny import REPLIES, TinyAssistant
from tests.eval.tiny import write_documents as write_tiny

REPORT = Path(__file__).parents[1] / "fixtures" / "report.pdf"
OTHERS = ["plain llama-index over Chroma", "CitationQueryEngine", "words alone", "meaning alone"]
CASES = [
    Case("copies", "How much do copies of the maps cost?", ("four crowns",), evidence=(Evidence("Copies cost four"),)),
    Case("passengers", "How many passengers does the Ternen carry?", ("90",), evidence=(Evidence("18 cars and 90"),)),
    Case("nowhere", "Who designed the lighthouse of Alexandria?", answerable=False),
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAssistant]:
    documents = write_documents(tmp_path_factory.mktemp("documents"))
    (documents / REPORT.name).write_bytes(REPORT.read_bytes())
    built = build_assistant(Settings(home=tmp_path_factory.mktemp("home"), mode="extractive"))
    ingest(built, documents, lambda line: None)
    yield built
    built.close()


@pytest.fixture(scope="module")
def own(assistant: LocalAssistant) -> list[Outcome]:
    return [outcome(*each) for each in predict(assistant, CASES, lambda line: None)]


@pytest.fixture(scope="module")
def asked(assistant: LocalAssistant, own: list[Outcome]) -> dict[str, Asked]:
    return {each.name: each for each in ask_references(assistant, own)}


def test_footnote_comes_first(asked: dict[str, Asked]) -> None:
    assert list(asked) == [AS_SET, NOTHING_DECLINED, *OTHERS]


@pytest.mark.parametrize("name", [NOTHING_DECLINED, *OTHERS])
def test_each_finds_what_is_plain(asked: dict[str, Asked], name: str) -> None:
    for each in asked[name].outcomes[:2]:
        assert each.metrics["evidence_hit@3"] == 1.0
        assert each.prediction.seconds > 0


@pytest.mark.parametrize("name", [AS_SET, NOTHING_DECLINED, *OTHERS])
def test_passages_and_citations_are_places(asked: dict[str, Asked], assistant: LocalAssistant, name: str) -> None:
    cited = 0
    for each in asked[name].outcomes:
        hits = (*each.prediction.hits, *each.prediction.answer.passages)
        places = [(hit.passage.source_id, hit.passage.start, hit.passage.end, hit.passage.text) for hit in hits]
        citations = [citation for sentence in each.prediction.answer.sentences for citation in sentence.citations]
        places += [(citation.source_id, citation.start, citation.end, citation.quote) for citation in citations]
        assert all(assistant.document(source).text[start:end] == text != "" for source, start, end, text in places)
        cited += len(citations)
    assert cited


def test_only_footnote_as_it_is_set_declines(asked: dict[str, Asked]) -> None:
    for name, system in asked.items():
        # Where no word of the question stands in any document, words alone find nothing to answer from.
        declined = [bool(name == AS_SET or not each.prediction.hits) for each in system.outcomes[2:]]
        assert [each.prediction.answer.refused for each in system.outcomes] == [False, False, *declined]


@pytest.mark.parametrize("name", OTHERS[:2])
def test_chunks_are_of_the_size_that_is_said(asked: dict[str, Asked], name: str) -> None:
    for each in asked[name].outcomes:
        assert len(each.prediction.answer.passages) == TOP
        assert len(each.prediction.hits) <= DEPTH
        assert all(len(hit.passage.text) <= CHUNK for hit in each.prediction.hits)
    longest = max(len(hit.passage.text) for each in asked[name].outcomes for hit in each.prediction.hits)
    assert longest > 0.7 * CHUNK


def test_asked_again_they_say_the_same_and_leave_nothing(
    assistant: LocalAssistant, own: list[Outcome], asked: dict[str, Asked], capsys: pytest.CaptureFixture[str]
) -> None:
    for again in ask_references(assistant, own):
        before = asked[again.name]
        assert [_timeless(each) for each in again.outcomes] == [_timeless(each) for each in before.outcomes]
    assert "asked of all systems 3 of 3" in capsys.readouterr().err
    client = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
    assert client.list_collections() == []
    client.close()


def _timeless(each: Outcome) -> object:
    answer = each.prediction.answer
    return answer.answer, answer.short_answer, answer.sentences, each.prediction.hits, each.metrics


def test_parts_of_another_process_cannot_be_taken() -> None:
    with pytest.raises(CasesError, match="Leave out --references"):
        ask_references(TinyAssistant(REPLIES), [])


def test_the_command_shows_them_in_every_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cases.jsonl").write_text("\n".join(map(json.dumps, TINY)), encoding="utf-8")
    given = ("--cases", tmp_path / "cases.jsonl", "--documents", write_tiny(tmp_path / "documents"))
    out = tmp_path / "out"
    assert run(parsed(*given, "--references", "--json", "--out", out), real) == 0
    report = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in report["beside"]] == [AS_SET, NOTHING_DECLINED, *OTHERS]
    assert report["beside"][2]["differences"]["mrr"]["cases"] == 3
    assert "## Beside other systems" in (out / "report.md").read_text(encoding="utf-8")
    assert "Beside other systems" in (out / "report.html").read_text(encoding="utf-8")
