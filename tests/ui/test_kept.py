"""Conversations in the home: merged turn by turn, private, each person's own, and limited."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.errors import ConversationError
from tests.people.test_accounts import PASSWORD
from tests.serving import built
from tests.ui.pretend import PretendAssistant
from tests.ui.site import Site
from ui import words
from ui.conversations import Conversations
from ui.conversations.records import Part

BASE = "http://127.0.0.1:7860"
ID, OTHER = "abcdefgh-012", "other-000000"
HOSTILE = ["", "..", "../../../etc", f"{ID}/../x", f"{ID}\n", "ABCDEFGHIJK\u00c9", "a" * 13, "a\x00bcdefghijk"]


def turn(id_: str = "turn-0000000", question: str = "When?", answer: str = "At six.", **more: Any) -> dict[str, Any]:
    view = {"question": question, "stage": "stopped", "partial": answer}
    return {"id": id_, "view": view, "text": {"question": question, "answer": answer, "searched": ""}, **more}


def part(*turns: dict[str, Any], id_: str = ID, **more: Any) -> Part:
    return Part(id_, list(turns), **more)


def questions(kept: Conversations, id_: str = ID, owner: str = "everybody") -> list[str]:
    whole = kept.whole(owner, id_)
    assert whole is not None
    return [each.text.question for each in whole.turns]


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path / "conversations")


def test_turns_are_merged_by_their_ids(kept: Conversations) -> None:
    kept.keep("everybody", part(turn("turn-0000001", "One?"), turn("turn-0000002", "Two?"), title="First", changed=5))
    kept.keep("everybody", part(turn("turn-0000003", "Three?"), changed=9))
    kept.keep("everybody", part(turn("turn-0000001", "One, then?", rating="good"), changed=7))
    assert questions(kept) == ["One, then?", "Two?", "Three?"]
    kept.keep("everybody", part(turn("turn-0000004", "Four?"), gone=["turn-0000002"]))
    assert questions(kept) == ["One, then?", "Three?", "Four?"]
    [head], damaged = kept.heads("everybody")
    assert (head.title, head.changed, damaged) == ("First", 9, [])


def test_the_later_title_holds_and_each_change_has_a_version_of_its_own(kept: Conversations) -> None:
    first = kept.keep("everybody", part(turn(), title="One"))
    second = kept.keep("everybody", part(title="Two"))
    third = kept.keep("everybody", part(turn("turn-0000001")))
    assert first
    assert second
    assert third
    assert (first[0], first[1], second[1]) == ("", second[0], third[0])
    assert len({first[1], second[1], third[1]}) == 3
    assert kept.heads("everybody")[0][0].title == "Two"


def test_two_who_write_at_once_lose_nothing(kept: Conversations) -> None:
    def write(writer: int) -> None:
        for k in range(20):
            kept.keep("everybody", part(turn(f"turn-{writer}-{k:05}", f"{writer} {k}?")))

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(questions(kept)) == sorted(f"{writer} {k}?" for writer in range(3) for k in range(20))


def test_only_this_user_may_read_them(kept: Conversations, tmp_path: Path) -> None:
    kept.keep("ada.01234567", part(turn()))
    place = tmp_path / "conversations" / "ada.01234567"
    assert [path.name for path in place.iterdir()] == [f"{ID}.jsonl"]  # and no draft
    assert (place / f"{ID}.jsonl").stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in (place, place.parent)} == {0o700}


@pytest.mark.parametrize("id_", HOSTILE)
def test_an_id_or_a_person_of_another_form_touches_no_file(kept: Conversations, tmp_path: Path, id_: str) -> None:
    with pytest.raises(ConversationError):
        kept.whole("everybody", id_)
    with pytest.raises(ConversationError):
        kept.keep("everybody", part(turn(), id_=id_))
    with pytest.raises(ConversationError):
        kept.delete("everybody", id_)
    for owner in (f"../{id_}", f"{id_}/..", "", "Ada", "ada\n"):
        with pytest.raises(ConversationError):
            kept.heads(owner)
        with pytest.raises(ConversationError):
            kept.keep(owner, part(turn()))
    assert list(tmp_path.iterdir()) == []


def test_each_person_has_their_own(kept: Conversations) -> None:
    kept.keep("ada.01234567", part(turn()))
    assert kept.whole("bob.01234567", ID) is None
    assert kept.heads("bob.01234567") == ([], [])
    kept.delete("bob.01234567", ID)
    assert questions(kept, owner="ada.01234567") == ["When?"]


def test_one_that_was_deleted_is_not_made_again_by_a_page_that_knows_it(kept: Conversations) -> None:
    kept.keep("everybody", part(turn()))
    kept.delete("everybody", ID)
    kept.delete("everybody", ID)
    assert kept.keep("everybody", part(turn(), known=True)) is None
    assert kept.heads("everybody") == ([], [])


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-5],
        lambda data: b"",
        lambda data: b"\xff" + data,
        lambda data: data.replace(ID.encode(), OTHER.encode()),
        lambda data: b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_named_and_left_out(kept: Conversations, tmp_path: Path, damage: Any) -> None:
    kept.keep("everybody", part(turn()))
    kept.keep("everybody", part(turn(), id_=OTHER))
    file = tmp_path / "conversations" / "everybody" / f"{ID}.jsonl"
    file.write_bytes(damage(file.read_bytes()))
    before = file.read_bytes()
    heads, damaged = kept.heads("everybody")
    assert ([head.id for head in heads], damaged) == ([OTHER], [ID])
    assert kept.holding("everybody", ["six"]) == [OTHER]
    named = f"conversations/everybody/{ID}.jsonl"
    with pytest.raises(ConversationError, match=named):
        kept.whole("everybody", ID)
    with pytest.raises(ConversationError, match=named):
        kept.keep("everybody", part(turn("turn-0000001")))
    assert file.read_bytes() == before
    kept.delete("everybody", ID)
    assert kept.heads("everybody")[1] == []


def test_there_are_limits(tmp_path: Path) -> None:
    kept = Conversations(tmp_path / "conversations", largest=10_000, most=2)
    kept.keep("everybody", part(turn()))
    with pytest.raises(ConversationError, match="Go on in a new one"):
        kept.keep("everybody", part(turn("turn-0000001", answer="x" * 10_000)))
    assert questions(kept) == ["When?"]
    kept.keep("everybody", part(turn(), id_=OTHER))
    with pytest.raises(ConversationError, match="2 conversations"):
        kept.keep("everybody", part(turn(), id_="third-000000"))
    kept.keep("everybody", part(turn("turn-0000002")))  # those that are there can be gone on with


def test_without_room_the_old_one_stays(kept: Conversations, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    kept.keep("everybody", part(turn()))
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ConversationError, match="No space left on device"):
        kept.keep("everybody", part(turn("turn-0000001")))
    monkeypatch.undo()
    assert questions(kept) == ["When?"]
    kept.keep("everybody", part(turn("turn-0000001")))
    assert len(questions(kept)) == 2


def test_turns_that_are_not_whole_are_left_out(kept: Conversations) -> None:
    odd = [None, {}, turn("../../../../x"), turn(rating="worst"), turn(note="x" * 5000), turn(next=["x"] * 99)]
    kept.keep("everybody", part(*odd, turn("turn-0000001")))
    assert questions(kept) == ["When?"]
    with pytest.raises(ConversationError):
        kept.keep("everybody", part({}, id_=OTHER))


def test_words_are_looked_for_in_questions_and_answers(kept: Conversations) -> None:
    kept.keep("everybody", part(turn(question="Ebb?", answer="HIGH water at six."), title="Tides"))
    for sought in (["water"], ["tides", "ebb", "High"]):
        assert kept.holding("everybody", sought) == [ID]
    for sought in (["partial"], ["water", "whale"]):
        assert kept.holding("everybody", sought) == []


# -- the route


def call(client: TestClient, what: str, values: Any, **headers: str) -> tuple[int, Any]:
    body = values if isinstance(values, bytes) else json.dumps(values).encode()
    reply = client.post(f"/footnote/conversations/{what}", content=body, headers=headers)
    assert reply.status_code in (403, 413) or "no-store" in reply.headers["cache-control"]
    return reply.status_code, reply.json()


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return TestClient(built(PretendAssistant(), conversations=tmp_path / "conversations"), base_url=BASE)


def test_a_page_keeps_lists_fetches_finds_and_deletes(client: TestClient) -> None:
    next_ = ["And then?"]
    sent = {"part": {"id": ID, "title": "Tides", "changed": 7, "turns": [turn(rating="good", note="Yes", next=next_)]}}
    status, reply = call(client, "keep", sent)
    assert (status, reply["before"]) == (200, "")
    _, listed = call(client, "list", {})
    [row] = listed["conversations"]
    assert (row["id"], row["title"], row["changed"], row["version"]) == (ID, "Tides", 7, reply["version"])
    _, fetched = call(client, "get", {"id": ID})
    [back] = fetched["conversation"]["turns"]
    assert (back["rating"], back["note"], back["next"]) == ("good", "Yes", next_)
    assert back["view"]["stage"] == "stopped"
    assert call(client, "find", {"words": ["six"]}) == (200, {"found": [ID]})
    assert call(client, "delete", {"id": ID}) == (200, {"deleted": True})
    assert call(client, "get", {"id": ID}) == (200, {"conversation": None})
    assert call(client, "keep", {"part": {"id": ID, "turns": [turn()], "known": True}}) == (200, {"gone": True})


@pytest.mark.parametrize("what", ["list", "get", "find", "keep", "delete", "other"])
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[" * 90_000, b"\xff", b"[]", b"null", b'{"id": "../../../../x"}', b'{"part": {"id": "x"}}'],
)
def test_what_is_no_request_is_told_so(client: TestClient, what: str, body: bytes) -> None:
    status, reply = call(client, what, body)
    if status != 200:
        assert (status, reply) == (404 if what == "other" else 400, {"error": words.BAD_REQUEST})


def test_no_other_page_may_ask(client: TestClient) -> None:
    for origin in ("http://127.0.0.1:3000", "https://elsewhere.example", "null"):
        assert call(client, "list", {}, origin=origin)[0] == 403
    assert call(client, "list", {}, origin=BASE)[0] == 200


def test_a_body_may_have_one_mebibyte(client: TestClient) -> None:
    large = {"part": {"id": ID, "turns": [turn(answer="x" * 400_000)]}}
    assert call(client, "keep", large)[0] == 200
    large["part"]["turns"] = [turn(answer="x" * 600_000)]
    assert call(client, "keep", large)[0] == 413


def test_nobody_reads_anothers(tmp_path: Path) -> None:
    site = Site.made(tmp_path)
    app = built(PretendAssistant(), login=site.login, conversations=tmp_path / "conversations")
    clients = {name: TestClient(app, base_url=BASE) for name in ("ada", "bob")}
    assert clients["ada"].post("/footnote/conversations/list", json={}).status_code == 401
    ids = {name: account.id for name, account in site.file.accounts().items()}
    for name, client in clients.items():
        client.post("/footnote/login", data={"name": name, "password": PASSWORD})
    ada, bob = {"person": ids["ada"]}, {"person": ids["bob"]}
    assert call(clients["ada"], "keep", {**ada, "part": {"id": ID, "turns": [turn()]}})[0] == 200
    assert call(clients["bob"], "get", {**bob, "id": ID}) == (200, {"conversation": None})
    assert call(clients["bob"], "list", bob)[1]["conversations"] == []
    call(clients["bob"], "delete", {**bob, "id": ID})
    # A page that was opened by one and sends as another, who has logged in since.
    for person in (ada, {}):
        assert call(clients["bob"], "keep", {**person, "part": {"id": OTHER, "turns": [turn()]}})[0] == 403
    assert len(call(clients["ada"], "list", ada)[1]["conversations"]) == 1
    token = site.file.add_token("ada")
    assert call(TestClient(app, base_url=BASE), "list", {}, authorization=f"Bearer {token}")[0] == 200
    assert [path.parent.name for path in (tmp_path / "conversations").rglob("*.jsonl")] == [ids["ada"]]
