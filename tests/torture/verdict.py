"""What must hold after every restart: each paper whole in its old or its new version, and nothing out of step."""

from __future__ import annotations

from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding

from assistant.doctor import Doctor
from assistant.errors import LibraryDamaged
from assistant.library import Library, examine_library, held, make_openable
from assistant.models import identity_of
from assistant.reading import read
from assistant.settings import Settings
from assistant.watching import KeptFolders
from eval.draft import latest_feedback
from tests.torture.documents import name_of, text_of
from tests.torture.journal import Journal, State


def judge(root: Path, embedder: BaseEmbedding) -> list[str]:
    """Restart on the home and give what is wrong, nothing where all is well. What was in flight is settled.

    ``embedder`` is the one that the home was filled with.
    """
    journal = Journal(root / "journal")
    state = journal.state()
    dimension = len(embedder.get_query_embedding("word"))
    library = _restarted(root, embedder, dimension)
    try:
        wrong = [f"{problem.check}: {problem.problem}" for problem in examine_library(library, dimension)]
        names = library.names()
        wrong += [f"{name} came from nowhere" for name in names.keys() - {name_of(each) for each in state.papers}]
        for paper, allowed in state.papers.items():
            id_ = names.get(name_of(paper))
            version = _version(library, embedder, paper, id_, allowed) if id_ else None
            if version not in allowed:
                wrong.append(f"{name_of(paper)} is {version}, not one of {allowed}")
            journal.settle(paper, version)
        return wrong + _notes(root, state)
    finally:
        library.close()


def _restarted(root: Path, embedder: BaseEmbedding, dimension: int) -> Library:
    """The library, after the doctor where opening it says that only the doctor helps; that is counted."""
    settings = Settings(home=root / "home")
    try:
        return Library(settings, identity_of(embedder))
    except LibraryDamaged as error:
        said = str(error)
    assert "footnote doctor --mend" in said
    with (root / "mended").open("a") as file:
        file.write(f"{said}\n")
    with held(settings):
        make_openable(settings)
    library = Library(settings, identity_of(embedder))
    list(Doctor(library, embedder, dimension, read).mend())
    return library


def _version(library: Library, embedder: BaseEmbedding, paper: int, id_: str, allowed: set[int | None]) -> int | None:
    """The version that a source is whole in: copy, text, words and vectors; -1 where it is whole in none."""
    for version in allowed:
        said = text_of(paper, version).encode() if version is not None else b""
        if library.original(id_).read_bytes() == said and library.text(id_) == read(said, name_of(paper)).text:
            [first, *_] = library.passages_of(id_)
            by_words = {passage.id for passage, _ in library.search_words(first.text, 20)}
            by_meaning = library.search_vectors(embedder.get_query_embedding(first.text), 5)
            cosines = [cosine for passage, cosine in by_meaning if passage.id == first.id]
            return version if first.id in by_words and cosines and cosines[0] > 0.5 else -1
    return -1


def _notes(root: Path, state: State) -> list[str]:
    home = root / "home"
    wrong = []
    path = home / "feedback.jsonl"
    if path.exists():
        kept = len([line for line in path.read_text().splitlines() if line.endswith("}")])
        if not state.judgements <= kept <= state.judging:
            wrong.append(f"{kept} judgements are kept, of {state.judgements} to {state.judging}")
        latest_feedback(path)
    notes = list((home / "watched").glob("*.json"))
    if len(KeptFolders(home).folders()) != len(notes):
        wrong.append("a note of a watched folder cannot be read")
    return wrong
