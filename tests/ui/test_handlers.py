from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.records import Turn
from tests.ui.pages import page
from tests.ui.pretend import PretendAssistant
from ui import handlers
from ui.handlers import asked, ingested, server_functions
from ui.uploads import Uploads


@pytest.fixture
def assistant() -> PretendAssistant:
    return PretendAssistant()


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads")


def sent(uploads: Uploads, text: str, owner: str = "ada.1") -> str:
    async def pieces() -> AsyncIterator[bytes]:
        yield text.encode()

    return asyncio.run(uploads.keep(owner, pieces()))


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def functions(assistant: PretendAssistant) -> dict[str, Callable[[Any], dict[str, Any]]]:
    return {function.__name__: function for function in server_functions(assistant)}


def test_a_question_is_asked_with_the_turns_before_it(assistant: PretendAssistant) -> None:
    turns = [{"question": "Which ferry?", "answer": "The Skua.", "searched": "Which ferry?"}]
    request = {"question": " When do sailings stop? ", "turn": "t1", "conversation": "c1", "turns": turns}
    *_, last = asked(assistant, request, threading.Event())
    assert assistant.histories == [(Turn("Which ferry?", "The Skua.", "Which ferry?"),)]
    assert (last["turn"], last["conversation"], last["running"]) == ("t1", "c1", False)
    assert last["turnText"]["question"] == "When do sailings stop?"


def test_an_empty_question_does_nothing(assistant: PretendAssistant) -> None:
    assert list(asked(assistant, {"question": "  \n"}, threading.Event())) == []
    assert assistant.histories == []


def test_a_question_that_is_too_long_is_refused_with_its_length(assistant: PretendAssistant) -> None:
    (reply,) = asked(assistant, {"question": "x" * 4001}, threading.Event())
    assert "The question has 4001 characters; the most is 4000." in reply["html"]
    assert assistant.histories == []


def test_stopping_keeps_what_was_written_and_ends_the_work(assistant: PretendAssistant) -> None:
    stop = threading.Event()
    for reply in filter(None, asked(assistant, {"question": "slow"}, stop)):
        last = reply
        if "In a gale" in reply["turnText"]["answer"]:
            stop.set()
    assert last["view"]["stage"] == "stopped"
    assert last["turnText"]["answer"] == "The first crossing leaves at 6.40. In a gale "
    assistant.release.set()
    assert assistant.closed.wait(30)


def test_turns_that_are_not_turns_are_not_believed(assistant: PretendAssistant) -> None:
    list(asked(assistant, {"question": "q", "turns": [{"question": 7}]}, threading.Event()))
    assert assistant.histories == [()]


def test_an_upload_is_taken_in_and_then_thrown_away(
    assistant: PretendAssistant, uploads: Uploads, tmp_path: Path
) -> None:
    file = {"upload": sent(uploads, "A note about tides."), "name": "tides\u202e.txt"}
    *_, last = ingested(assistant, {"batch": "b", "files": [file]}, uploads, "ada.1")
    assert (last["batch"], last["done"]) == ("b", True)
    assert assistant.source("tides.txt").characters == len("A note about tides.")
    assert not files_in(tmp_path)


@pytest.mark.parametrize(
    ("folder", "name", "called"),
    [
        ("", "C:\\tmp\\tides.txt", "tides.txt"),
        ("papers/2020", "tides.txt", "papers/2020/tides.txt"),
        ("../..//./papers\u202e/ ", "../tides.txt", "papers/tides.txt"),
        (7, "", "7/document"),
    ],
)
def test_a_file_is_called_after_the_folder_it_was_dropped_with(
    assistant: PretendAssistant, uploads: Uploads, folder: Any, name: str, called: str
) -> None:
    file = {"upload": sent(uploads, "A note about tides."), "name": name, "folder": folder}
    list(ingested(assistant, {"batch": "b", "files": [file]}, uploads, "ada.1"))
    assert assistant.source(called).kind == "text"


@pytest.mark.parametrize("token", ["../../secret.txt", "0" * 32, "", 7, None, ["x"], "\0"])
def test_only_uploads_are_taken_in(assistant: PretendAssistant, uploads: Uploads, tmp_path: Path, token: Any) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    before = len(assistant.sources())
    files = [{"upload": token, "name": "x.txt"}, "no file", {}]
    *_, last = ingested(assistant, {"batch": "b", "files": files}, uploads, "ada.1")
    assert len(assistant.sources()) == before
    assert (tmp_path / "secret.txt").exists()
    assert "Send the file again." in last["html"]


def test_what_one_person_sent_is_not_imported_by_another(assistant: PretendAssistant, uploads: Uploads) -> None:
    file = {"upload": sent(uploads, "A note about tides."), "name": "tides.txt"}
    for owner, taken in (("bob.2", False), ("ada.1", True), ("ada.1", False)):  # once, by its sender
        *_, last = ingested(assistant, {"batch": "b", "files": [file]}, uploads, owner)
        assert ("failed" not in last["html"]) == taken


@pytest.mark.parametrize("request_", [{}, {"files": 7, "pages": {}}, {"files": [[]], "pages": [None]}])
def test_a_request_that_is_none_imports_nothing(
    assistant: PretendAssistant, uploads: Uploads, request_: dict[str, Any]
) -> None:
    assert all(reply["done"] for reply in ingested(assistant, request_, uploads, "ada.1"))


def test_a_page_is_added_by_its_address(assistant: PretendAssistant, uploads: Uploads) -> None:
    assistant.web["https://tides.example/today"] = b"<html><h1>Tides</h1><p>High water at six.</p></html>"
    request = {"batch": "b", "files": [], "pages": ["tides.example/today", 7]}
    *_, last = ingested(assistant, request, uploads, "ada.1")
    assert last["done"]
    source = assistant.source("https://tides.example/today")
    row = page(functions(assistant)["documents"](None)["html"])
    assert "tides.example" in row.text
    head = page(functions(assistant)["show"]({"source": source.id, "start": 0, "end": 0})["html"])
    [link] = head.all("a")
    assert (link.text, link.attributes["href"]) == (source.address, source.address)
    assert link.attributes["rel"] == "noopener noreferrer"


def test_a_page_that_is_refused_says_why(assistant: PretendAssistant, uploads: Uploads) -> None:
    *_, last = ingested(assistant, {"batch": "b", "pages": ["http://127.0.0.1/"]}, uploads, "ada.1")
    assert "private network" in last["html"]
    assert last["done"]


def test_documents_are_listed_and_removed(assistant: PretendAssistant) -> None:
    call = functions(assistant)
    assert call["documents"](None)["count"] == 4
    assert call["remove"]({"source": assistant.source("ferry.md").id})["count"] == 3
    assert call["remove"]({"source": "ferry.md"})["error"].startswith("No such document")


def test_a_removed_document_comes_back(assistant: PretendAssistant) -> None:
    call, ferry = functions(assistant), assistant.source("ferry.md")
    assert ferry.title not in call["remove"]({"source": ferry.id})["html"]
    assert ferry.title in call["put_back"]({"source": ferry.id})["html"]


def test_a_request_that_is_not_one_gets_a_plain_answer(assistant: PretendAssistant) -> None:
    call = functions(assistant)
    for bad in (None, {}, {"source": "ferry.md", "start": "x", "end": 1}, [1]):
        assert call["show"](bad) == {"error": "The page sent something that Footnote could not read. "
                                              "Reload the page and try again."}  # fmt: skip


def test_a_judgement_is_kept_with_the_whole_answer(assistant: PretendAssistant) -> None:
    *_, last = asked(assistant, {"question": "When do sailings stop?"}, threading.Event())
    call = functions(assistant)
    assert call["judge"]({"view": last["view"], "rating": "bad"}) == {}
    [(answer, rating, _)] = assistant.judged
    assert (answer.question, rating) == ("When do sailings stop?", "bad")
    assert "error" in call["judge"]({"view": last["view"], "rating": "<script>"})
    assert call["judge"]({"view": "no view", "rating": "good"}) == {}
    assert len(assistant.judged) == 1


def test_kept_turns_come_back_as_they_were_and_broken_ones_as_none(assistant: PretendAssistant) -> None:
    *_, first = asked(assistant, {"question": "When do sailings stop?"}, threading.Event())
    cut_off = {"question": "slow", "stage": "writing", "partial": "Half a"}
    reply = functions(assistant)["restore"]({"views": [first["view"], {"question": 1}, "x", cut_off]})
    assert reply["turns"][0]["html"] == first["html"]
    assert reply["turns"][1:3] == [None, None]
    assert "Half a" in reply["turns"][3]["html"]
    assert reply["turns"][3]["view"]["stage"] == "stopped"


def test_a_note_is_kept_with_the_judgement(assistant: PretendAssistant) -> None:
    *_, last = asked(assistant, {"question": "When do sailings stop?"}, threading.Event())
    call = functions(assistant)
    assert call["judge"]({"view": last["view"], "rating": "bad", "note": "Force eight."}) == {}
    assert assistant.judged[-1][1:] == ("bad", "Force eight.")
    assert "error" in call["judge"]({"view": last["view"], "rating": "bad", "note": "x" * 2001})
    assert len(assistant.judged) == 1


def test_a_conversation_goes_out_and_comes_in_again(assistant: PretendAssistant) -> None:
    *_, last = asked(assistant, {"question": "When do sailings stop?"}, threading.Event())
    turn = {"view": last["view"], "rating": "good", "note": "Yes."}
    call = functions(assistant)
    file = call["save_as"]({"form": "json", "conversation": {"title": "Sailings", "turns": [turn]}})
    assert (file["name"], file["type"]) == ("Sailings.json", "application/json")
    taken = call["take_in"]({"name": file["name"], "text": file["text"]})
    assert taken["title"] == "Sailings"
    [back] = taken["turns"]
    assert {name: back[name] for name in ("html", "view", "turnText", "rating", "note")} == {
        **{name: last[name] for name in ("html", "view", "turnText")},
        "rating": "good",
        "note": "Yes.",
    }


def test_what_is_no_conversation_does_not_go_out_or_in(assistant: PretendAssistant) -> None:
    call = functions(assistant)
    turns = {"title": "t", "turns": [{"view": {"question": "q", "stage": "stopped"}}]}
    assert "error" in call["save_as"]({"form": "exe", "conversation": turns})
    assert "error" in call["save_as"]({"form": "html", "conversation": {"title": "t", "turns": []}})
    assert call["take_in"]({"name": "a\u202eb.json", "text": "{}"})["error"].startswith("“ab.json” cannot be taken in")


def test_more_files_than_may_be_added_at_once_are_refused(
    assistant: PretendAssistant, uploads: Uploads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "_MOST_FILES", 3)
    monkeypatch.setattr(handlers, "_MOST_BYTES", 10)
    for sizes, taken in (((4, 4, 4), 2), ((1, 1, 1, 1), 3), ((11,), 0)):
        texts = [f"{number}{'abcdefghijk'[: size - 1]}" for number, size in enumerate(sizes)]
        files = [{"upload": sent(uploads, text), "name": f"{len(sizes)}-{text}.txt"} for text in texts]
        before = len(assistant.sources())
        *_, last = ingested(assistant, {"batch": "b", "files": files}, uploads, "ada.1")
        assert len(assistant.sources()) - before == taken
        assert ("at once" in last["html"]) == (taken < len(files))
        assert not files_in(tmp_path)
