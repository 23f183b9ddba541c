from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import Chat, Opener, ask, ready
from tests.serving import application, served
from tests.ui.pretend import PretendAssistant

KEPT = "footnote.conversation."


def rows(page: Page) -> Any:
    return page.locator("#conversations li")


def choose(page: Page, title: str, action: str) -> None:
    rows(page).filter(has_text=title).hover()
    page.get_by_role("button", name=f"More for {title}", exact=True).click()
    page.get_by_role("menuitem", name=action).click()


def keep(page: Page, *conversations: tuple[str, str, int]) -> None:
    """Put conversations into the browser: title, answer, and how many days ago."""
    for number, (title, answer, days) in enumerate(conversations):
        view = {"question": title, "stage": "stopped", "partial": answer}
        text = {"question": title, "answer": answer, "searched": ""}
        turn = {"id": "turn00000000", "view": view, "text": text, "rating": ""}
        changed = (datetime.now(UTC) - timedelta(days=days)).timestamp() * 1000 - number
        id_ = f"kept{number:08}"
        kept = {"id": id_, "title": title, "turns": [turn], "changed": changed}
        page.evaluate("([key, value]) => localStorage.setItem(key, value)", [f"{KEPT}{id_}", json.dumps(kept)])
    page.reload()
    ready(page)


def test_many_conversations_are_grouped_by_day_and_found_by_their_words(page: Page) -> None:
    ask(page, "When do sailings stop?")
    expect(page.get_by_label("Find a conversation")).to_be_hidden()
    expect(page.locator("#conversations h3")).to_have_count(0)
    old = [("Tides", "High water is at six.", 1), ("Buoys", "Nine of them.", 4), ("Bells", "One at the bar.", 500)]
    keep(page, *old, *((f"Berth {k}", "Free.", 500) for k in range(3)))
    expect(page.locator("#conversations h3")).to_have_count(4)
    headings = page.locator("#conversations h3").all_text_contents()
    assert headings[:3] == ["Today", "Yesterday", "Last 7 days"]
    field = page.get_by_label("Find a conversation")
    field.fill("WATER six")
    expect(rows(page)).to_have_text(["Tides"])
    field.fill("whale")
    expect(page.locator("#conversations")).to_have_text("No conversation holds these words.")
    field.press("Escape")
    expect(rows(page)).to_have_count(7)


def test_a_conversation_is_renamed_in_place_and_keeps_its_day(page: Page) -> None:
    keep(page, ("Tides", "High water is at six.", 1))
    choose(page, "Tides", "Rename")
    field = page.get_by_label("Title of the conversation")
    field.fill("Thrown away")
    field.press("Escape")
    expect(rows(page)).to_have_text(["Tides"])
    choose(page, "Tides", "Rename")
    field.fill("<b>Ebb</b> and flow")
    field.press("Enter")
    expect(rows(page)).to_have_text(["<b>Ebb</b> and flow"])
    expect(rows(page).get_by_role("button").first).to_be_focused()
    page.reload()
    ready(page)
    expect(page.locator("#conversations h3")).to_have_text("Yesterday")
    expect(rows(page)).to_have_text(["<b>Ebb</b> and flow"])


def test_a_deleted_conversation_comes_back_whole(page: Page) -> None:
    ask(page, "When do sailings stop?")
    before = page.locator("article").inner_html()
    choose(page, "When do sailings stop?", "Delete")
    expect(page.locator("#conversations")).to_have_text("Nothing asked yet.")
    expect(page.locator("#welcome")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    rows(page).get_by_role("button").first.click()
    page.locator("article").wait_for()
    assert page.locator("article").inner_html() == before


def test_an_answer_on_its_way_does_not_bring_a_deleted_conversation_back(page: Page, chat: Chat) -> None:
    chat.assistant.release.clear()
    ask(page, "slow", until=".reply.writing")
    choose(page, "slow", "Delete")
    chat.assistant.release.set()
    page.locator("#footnote:not(.asking)").wait_for()
    expect(page.locator("#conversations")).to_have_text("Nothing asked yet.")
    page.reload()
    ready(page)
    expect(page.locator("#conversations")).to_have_text("Nothing asked yet.")


def test_the_menu_is_worked_by_keys_alone(page: Page) -> None:
    ask(page, "When do sailings stop?")
    more = page.get_by_role("button", name="More for When do sailings stop?")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("menuitem", name="Delete")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Rename")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(more).to_be_focused()
    expect(rows(page)).to_have_count(1)


FORMS = {"Save as Markdown": "md", "Save as a page to print": "html", "Save as JSON": "json"}


@pytest.mark.parametrize("action", FORMS)
def test_a_conversation_is_saved_as_a_file(page: Page, action: str) -> None:
    ask(page, "When do sailings stop?")
    rows(page).first.hover()
    page.get_by_role("button", name="More for When do sailings stop?").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=action).click()
    assert download.value.suggested_filename == f"When-do-sailings-stop.{FORMS[action]}"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "In a gale above force nine the harbour master stops all sailings." in text


def test_a_printable_page_shows_hostile_words_as_words(open_page: Opener, tmp_path: Path) -> None:
    page = open_page()
    ask(page, "hostile")
    rows(page).first.hover()
    page.get_by_role("button", name="More for hostile").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Save as a page to print").click()
    download.value.save_as(tmp_path / "saved.html")
    page.set_content((tmp_path / "saved.html").read_text(encoding="utf-8"))
    expect(page.locator("script, img")).to_have_count(0)
    expect(page.locator("h2").first).to_have_text("hostile")
    expect(page.locator("li#r1 blockquote")).to_have_text('Minutes of the <img src=x onerror="alert(1)"> meeting.')


def test_a_saved_conversation_is_taken_in_by_another_browser(open_page: Opener, chat: Chat) -> None:
    one, other = open_page(), open_page()
    ask(one, "When do sailings stop?")
    one.get_by_role("button", name="Bad answer").click()
    rows(one).first.hover()
    one.get_by_role("button", name="More for When do sailings stop?").click()
    with one.expect_download() as download:
        one.get_by_role("menuitem", name="Save as JSON").click()
    other.set_input_files("#conversation-file", download.value.path())
    expect(other.locator("article .short-answer")).to_have_text("In a gale above force nine")
    expect(other.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "true")
    other.locator("button.chip").first.click()
    other.locator("#sheet mark").first.wait_for()
    other.keyboard.press("Escape")
    ask(other, "ledger")
    assert [turn.question for turn in chat.assistant.histories[-1]] == ["When do sailings stop?"]
    other.reload()
    ready(other)
    expect(other.locator("article")).to_have_count(2)


def test_a_file_that_is_no_conversation_says_so(page: Page) -> None:
    bad: FilePayload = {"name": "notes.json", "mimeType": "application/json", "buffer": b'{"a": 1}'}
    page.set_input_files("#conversation-file", bad)
    expect(page.locator("#notice")).to_contain_text(
        "“notes.json” cannot be taken in: it is no conversation of Footnote."
    )
    expect(page.locator("#conversations")).to_have_text("Nothing asked yet.")


def test_a_note_goes_with_a_thumb_and_is_kept(page: Page, chat: Chat) -> None:
    ask(page, "When do sailings stop?")
    page.get_by_role("button", name="Bad answer").click()
    field = page.get_by_label("What is wrong with it? (optional)")
    field.fill("Force eight, not <b>nine</b>.")
    field.press("Enter")
    noted = page.get_by_role("button", name="Your note: Force eight, not <b>nine</b>.")
    expect(noted).to_be_visible()
    expect(field).to_have_count(0)
    page.reload()
    ready(page)
    noted.click()
    expect(field).to_have_value("Force eight, not <b>nine</b>.")
    field.press("Escape")
    expect(noted).to_be_visible()
    page.get_by_role("button", name="Bad answer").click()
    expect(noted).to_have_count(0)
    expect(page.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "false")
    page.wait_for_function("() => true")
    kept = [(rating, note) for _, rating, note in chat.assistant.judged[-3:]]
    assert kept == [("bad", ""), ("bad", "Force eight, not <b>nine</b>."), ("", "")]


def test_another_tab_sees_what_is_kept(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    ready(other)
    ask(page, "When do sailings stop?")
    expect(rows(other)).to_have_text(["When do sailings stop?"])


def test_a_conversation_survives_a_restart_of_the_server(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    with served(application(PretendAssistant(), conversations=tmp_path)) as address:
        page.goto(address)
        ready(page)
        ask(page, "When do sailings stop?")
        before = page.locator("article").inner_html()
    assistant = PretendAssistant()
    with served(application(assistant, conversations=tmp_path), int(address.rsplit(":", 1)[1])):
        page.goto(address)
        ready(page)
        page.locator("article .short-answer").wait_for()
        assert page.locator("article").inner_html() == before
        ask(page, "ledger")
        assert [turn.question for turn in assistant.histories[-1]] == ["When do sailings stop?"]
        context.close()
