"""What each of several people sees of one library, through the real parts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant, build_assistant
from assistant.errors import FolderError, NotAllowed, UnknownSource
from assistant.events import Added, Failed, Finished, PassagesFound, Unchanged
from assistant.local import LocalAssistant
from assistant.people import Leaving, PersonalAssistant
from assistant.records import Filters
from assistant.settings import Settings
from tests.e2e.conftest import BAKERY, FERRY
from tests.web import Reply, served

NAMES = {"ada.00000001": "ada", "bob.00000002": "bob", "cy.00000003": "cy"}
SALARY = "The salary of Erik Lund was raised to 61,000 kroner in May 2021."


class Everybody:
    """Three people, an operator, and where their uploads pass through."""

    def __init__(self, folder: Path, whole: LocalAssistant) -> None:
        self.folder, self.whole = folder, whole
        self.leaving = Leaving(whole)
        self.ada, self.bob, self.cy = (
            PersonalAssistant(whole, id_, self.leaving, lambda holder: NAMES.get(holder, "")) for id_ in NAMES
        )

    def give(self, person: Assistant, name: str, text: str) -> list[object]:
        passing = self.folder / "upload"
        passing.write_text(text, encoding="utf-8")
        upload = passing.rename(passing.with_name(f"upload-{name}"))
        events: list[object] = list(person.add([upload], [name]))
        upload.unlink()
        return [event for event in events if isinstance(event, (Added, Unchanged, Failed))]


@pytest.fixture
def all_of_them(tmp_path: Path) -> Iterator[Everybody]:
    whole = build_assistant(Settings(home=tmp_path / "home"))
    yield Everybody(tmp_path, whole)
    whole.close()


def names(person: Assistant) -> list[str]:
    return [source.name for source in person.sources()]


def doors(person: Assistant, source: str) -> list[Callable[[], object]]:
    """Every way to a document."""
    return [
        lambda: person.source(source),
        lambda: person.document(source),
        lambda: person.passages(source),
        lambda: person.original(source),
        lambda: person.page_image(source, 1),
        lambda: person.rectangles(source, [(0, 5)]),
        lambda: person.remove([source]),
        lambda: list(person.ask("What?", filters=Filters(sources=frozenset([source])))),
        lambda: person.search("What?", filters=Filters(sources=frozenset([source]))),
        lambda: person.put_back([source]),
    ]


def test_what_somebody_adds_is_theirs_alone(all_of_them: Everybody) -> None:
    ada, bob = all_of_them.ada, all_of_them.bob
    [added] = all_of_them.give(ada, "salaries.md", f"# Salaries\n\n{SALARY}\n")
    assert isinstance(added, Added)
    assert (added.source.name, names(ada)) == ("salaries.md", ["salaries.md"])
    all_of_them.give(bob, "bakery.md", BAKERY)
    question = "What was the salary of Erik Lund raised to?"
    assert "61,000" in ada.answer(question).answer
    answer = bob.answer(question)
    assert SALARY not in f"{answer}"
    assert {hit.source for hit in bob.search(question)} == {"bakery.md"}
    for way in (*doors(bob, added.source.id), *doors(bob, "salaries.md"), *doors(bob, "ada.00000001/salaries.md")):
        with pytest.raises(UnknownSource):
            way()
    assert names(ada) == ["salaries.md"]


def test_somebody_who_sees_nothing_gets_an_answer(all_of_them: Everybody) -> None:
    all_of_them.give(all_of_them.ada, "ferry.md", FERRY)
    *_, last = all_of_them.bob.ask("Who is the mayor of Skarholm?")
    assert isinstance(last, Finished)
    assert last.answer.refused
    assert (last.answer.passages, all_of_them.bob.sources()) == ((), [])


def test_two_people_have_each_their_own_of_the_same_name(all_of_them: Everybody) -> None:
    ada, bob = all_of_them.ada, all_of_them.bob
    all_of_them.give(ada, "notes.md", FERRY)
    [added] = all_of_them.give(bob, "notes.md", BAKERY)
    assert isinstance(added, Added)
    assert not added.replaced
    assert "Ingrid Moe" in ada.document("notes.md").text
    assert "Zieliński" in bob.document("notes.md").text
    assert set(names(all_of_them.whole)) == {"ada.00000001/notes.md", "bob.00000002/notes.md"}
    [replaced] = all_of_them.give(ada, "notes.md", FERRY + "\nIt sails on Sundays, too.\n")
    assert isinstance(replaced, Added)
    assert replaced.replaced
    assert "Zieliński" in bob.document("notes.md").text


def test_two_people_have_the_same_file_and_one_removes_it(all_of_them: Everybody) -> None:
    ada, bob = all_of_them.ada, all_of_them.bob
    all_of_them.give(ada, "secret name.md", FERRY)
    [added] = all_of_them.give(bob, "ferry.md", FERRY)
    assert isinstance(added, Added)  # not "was there already", which would tell of ada's
    assert [source.name for source in all_of_them.whole.sources()] == ["ada.00000001/secret name.md"]
    answer = bob.answer("Who is the mayor of Skarholm?")
    assert "Ingrid Moe" in answer.answer
    assert {citation.source for sentence in answer.sentences for citation in sentence.citations} == {"ferry.md"}
    assert "secret" not in f"{answer}{list(bob.ask('Summarise it.'))}{bob.search('ferry')}"
    for question in ("Who wrote the ferry document?", "When was it published?", "What are the fares?"):
        assert "secret" not in f"{list(bob.ask(question))}"
    ada.remove(["secret name.md"])
    assert names(ada) == []
    assert "Ingrid Moe" in bob.answer("Who is the mayor of Skarholm?").answer
    bob.remove(["ferry.md"])
    assert all_of_them.whole.sources() == []


def test_what_is_nobodys_is_everybodys_and_nobodys_to_remove(all_of_them: Everybody, documents: Path) -> None:
    list(all_of_them.whole.add([documents]))
    ada = all_of_them.ada
    assert names(ada) == names(all_of_them.bob) == ["bakery.md", "ferry.md"]
    with pytest.raises(NotAllowed, match="not yours to remove"):
        ada.remove(["ferry.md"])
    with pytest.raises(NotAllowed, match="not yours to share"):
        ada.share("ferry.md", True)
    assert not ada.standings()[ada.source("ferry.md").id].mine


def test_a_name_that_somebody_gave_is_not_told_with_what_is_nobodys(all_of_them: Everybody, documents: Path) -> None:
    all_of_them.give(all_of_them.ada, "secret name.md", FERRY)
    list(all_of_them.whole.add([documents]))
    assert names(all_of_them.bob) == ["bakery.md", "ferry.md"]
    assert names(all_of_them.ada) == ["bakery.md", "secret name.md"]


def test_sharing_and_no_longer(all_of_them: Everybody) -> None:
    ada, bob, cy = all_of_them.ada, all_of_them.bob, all_of_them.cy
    all_of_them.give(ada, "notes.md", FERRY)
    all_of_them.give(bob, "notes.md", BAKERY)
    ada.share("notes.md", True)
    assert names(bob) == ["notes.md", "notes.md (ada)"]
    assert names(cy) == ["notes.md"]
    assert "Ingrid Moe" in cy.answer("Who is the mayor of Skarholm?").answer
    shared = cy.source("notes.md").id
    assert (cy.standings()[shared].mine, cy.standings()[shared].by) == (False, ("ada",))
    assert ada.standings()[shared].shared_by_me
    with pytest.raises(NotAllowed):
        cy.remove(["notes.md"])
    with pytest.raises(NotAllowed):
        bob.share("notes.md (ada)", False)
    all_of_them.give(ada, "notes.md", FERRY + "\nIt sails on Sundays, too.\n")  # a new version stays shared
    assert "Sundays" in cy.document("notes.md").text
    ada.share("notes.md", False)
    assert names(cy) == []
    assert names(ada) == ["notes.md"]


def test_one_of_two_who_share_a_file_removes_theirs(all_of_them: Everybody) -> None:
    ada, bob, cy = all_of_them.ada, all_of_them.bob, all_of_them.cy
    for person in (ada, bob):
        all_of_them.give(person, "ferry.md", FERRY)
        person.share("ferry.md", True)
    assert cy.standings()[cy.source("ferry.md").id].by == ("ada", "bob")
    ada.remove(["ferry.md"])
    assert names(ada) == names(cy) == ["ferry.md"]
    assert not ada.standings()[ada.source("ferry.md").id].mine


def test_a_removal_is_undone_for_whoever_removed_it(all_of_them: Everybody) -> None:
    ada, bob = all_of_them.ada, all_of_them.bob
    all_of_them.give(ada, "ferry.md", FERRY)
    ada.share("ferry.md", True)
    id_ = ada.source("ferry.md").id
    ada.remove([id_], grace=60)
    assert names(ada) == names(bob) == []
    with pytest.raises(UnknownSource):
        bob.put_back([id_])
    assert [source.name for source in ada.put_back([id_])] == ["ferry.md"]
    assert names(bob) == ["ferry.md"]  # it is shared, as it was
    ada.remove([id_], grace=60)
    all_of_them.leaving.close()
    with pytest.raises(UnknownSource):
        ada.put_back([id_])
    assert all_of_them.whole.sources() == []


def test_what_was_removed_goes_by_itself_and_at_the_next_start(all_of_them: Everybody) -> None:
    ada = all_of_them.ada
    all_of_them.give(ada, "ferry.md", FERRY)
    ada.remove(["ferry.md"], grace=0.05)
    end = time.monotonic() + 60
    while all_of_them.whole.sources():
        assert time.monotonic() < end
        time.sleep(0.02)
    all_of_them.give(ada, "ferry.md", FERRY)
    ada.remove(["ferry.md"], grace=60)
    Leaving(all_of_them.whole)
    assert all_of_them.whole.sources() == []


def test_what_is_added_again_while_it_is_leaving_stays(all_of_them: Everybody) -> None:
    ada = all_of_them.ada
    all_of_them.give(ada, "ferry.md", FERRY)
    ada.remove(["ferry.md"], grace=60)
    all_of_them.give(ada, "ferry.md", FERRY)
    all_of_them.leaving.close()
    assert names(ada) == ["ferry.md"]
    assert "Ingrid Moe" in ada.answer("Who is the mayor of Skarholm?").answer


def test_folders_are_the_operators(all_of_them: Everybody, tmp_path: Path) -> None:
    ada = all_of_them.ada
    for way in (ada.watch, ada.unwatch, lambda folder: next(ada.sync(folder))):
        with pytest.raises(FolderError, match="whoever runs Footnote"):
            way(tmp_path)
    assert ada.watched() == []


def test_a_page_of_the_web_is_its_readers_own(tmp_path: Path) -> None:
    with served() as invented:
        invented.replies["site.example/clock"] = Reply()
        whole = LocalAssistant(Settings(home=tmp_path / "home"), invented.web)
        people = Everybody(tmp_path, whole)
        for person in (people.ada, people.bob):
            *_, added = person.add(["http://site.example/clock"])
            assert isinstance(added, Added)
            assert (added.source.name, added.source.address) == ("http://site.example/clock",) * 2
        assert names(people.cy) == []
        people.ada.remove(["http://site.example/clock"])
        assert people.bob.answer("Who made the harbour clock?").short_answer == "Ida Brandt"
        whole.close()


def test_passages_found_are_ones_own_before_there_is_an_answer(all_of_them: Everybody) -> None:
    all_of_them.give(all_of_them.ada, "ferry.md", FERRY)
    all_of_them.give(all_of_them.bob, "bakery.md", BAKERY)
    found = [event for event in all_of_them.bob.ask("Who is the mayor?") if isinstance(event, PassagesFound)]
    assert {hit.source for event in found for hit in event.hits} == {"bakery.md"}
