"""Conversations on the server: their addresses, reloading, two tabs, and another browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Chat, Opener, ask, ready
from tests.browser.test_conversations import choose, keep, rows
from tests.browser.test_suggested import NEXT

ONE, OTHER = "When do sailings stop?", "ledger"
AN_ADDRESS = re.compile(r"/\?c=[A-Za-z0-9-]{12}$")


def questions(page: Page) -> Any:
    return page.locator(".question-text")


def focus(page: Page) -> None:
    """What a browser says when its window comes to the front."""
    page.evaluate("dispatchEvent(new Event('focus'))")


def files(chat: Chat) -> list[Path]:
    return sorted(chat.conversations.rglob("*.jsonl"))


def test_back_and_forward_move_between_conversations(page: Page, chat: Chat) -> None:
    ask(page, ONE)
    expect(page).to_have_url(AN_ADDRESS)
    first = page.url
    page.get_by_role("button", name="New conversation").first.click()
    expect(page).to_have_url(f"{chat.address}/")
    ask(page, OTHER)
    second = page.url
    assert first != second
    rows(page).filter(has_text=ONE).get_by_role("button").first.click()
    expect(questions(page)).to_have_text([ONE])
    page.go_back()
    expect(questions(page)).to_have_text([OTHER])
    expect(page).to_have_url(second)
    page.go_back()
    expect(questions(page)).to_have_text([ONE])
    page.go_forward()
    expect(questions(page)).to_have_text([OTHER])
    page.reload()
    ready(page)
    expect(page).to_have_url(second)
    expect(questions(page)).to_have_text([OTHER])


def test_an_address_opens_its_conversation_in_another_browser(open_page: Opener) -> None:
    one, other = open_page(), open_page()
    ask(one, ONE)
    other.goto(one.url)
    ready(other)
    expect(questions(other)).to_have_text([ONE])
    expect(other.locator("button.chip")).to_have_text(["1", "2", "3"])
    ask(other, OTHER)
    focus(one)
    expect(questions(one)).to_have_text([ONE, OTHER])


def test_an_address_that_leads_nowhere_says_so(page: Page, chat: Chat) -> None:
    page.goto(f"{chat.address}/?c=no-such-one0")
    ready(page)
    expect(page.locator("#notice")).to_have_text("This conversation was deleted.")
    expect(page).to_have_url(f"{chat.address}/")
    ask(page, ONE)


def test_a_reload_keeps_what_was_offered_and_does_not_try_again(page: Page, chat: Chat) -> None:
    chat.assistant.next_questions = NEXT
    try:
        ask(page, ONE)
        expect(page.locator(".next button")).to_have_text(NEXT)
        focus(page)
        chat.assistant.suggested.clear()
        page.reload()
        ready(page)
        expect(page.locator(".next button")).to_have_text(NEXT)
        assert chat.assistant.suggested == []
    finally:
        chat.assistant.next_questions = []


def test_two_tabs_that_ask_at_once_keep_both_turns(page: Page, chat: Chat) -> None:
    ask(page, ONE)
    other = page.context.new_page()
    other.goto(page.url)
    ready(other)
    expect(questions(other)).to_have_text([ONE])
    chat.assistant.release.clear()
    ask(page, "slow", until=".reply.writing")
    other.fill("#question", OTHER)
    other.press("#question", "Enter")
    other.locator("article .reply.done").get_by_text("Barrel 2000").first.wait_for()
    chat.assistant.release.set()
    page.locator("#footnote:not(.asking)").wait_for()
    for tab in (page, other):
        focus(tab)
        expect(questions(tab)).to_have_count(3)
        tab.reload()
        ready(tab)
        expect(questions(tab)).to_have_count(3)
        assert set(questions(tab).all_text_contents()) == {ONE, "slow", OTHER}
        expect(tab.locator("article .reply.done")).to_have_count(3)


def test_another_browser_lists_finds_renames_and_deletes(open_page: Opener, chat: Chat) -> None:
    one = open_page()
    for k in range(7):
        ask(one, f"When do sailings stop, {k}?")
        one.get_by_role("button", name="New conversation").first.click()
    other = open_page()
    expect(rows(other)).to_have_count(7)
    other.get_by_label("Find a conversation").fill("harbour master 3?")
    expect(rows(other)).to_have_text(["When do sailings stop, 3?"])
    choose(other, "When do sailings stop, 3?", "Rename")
    other.get_by_label("Title of the conversation").fill("Gales")
    other.keyboard.press("Enter")
    expect(rows(other)).to_have_text(["Gales"])
    choose(other, "Gales", "Delete")
    expect(rows(other)).to_have_count(6)
    focus(one)
    expect(rows(one)).to_have_count(6)
    assert len(files(chat)) == 6
    other.get_by_role("button", name="Undo").click()
    expect(rows(other)).to_have_text(["Gales"])
    focus(one)
    expect(rows(one)).to_have_count(7)
    expect(rows(one).filter(has_text="Gales")).to_have_count(1)


def test_one_that_is_open_and_deleted_elsewhere_closes(open_page: Opener, chat: Chat) -> None:
    one, other = open_page(), open_page()
    ask(one, ONE)
    other.goto(one.url)
    ready(other)
    choose(one, ONE, "Delete")
    focus(other)
    expect(other.locator("#notice")).to_have_text("This conversation was deleted.")
    expect(other.locator("#welcome")).to_be_visible()
    expect(rows(other)).to_have_count(0)
    assert files(chat) == []


def test_what_the_server_did_not_get_is_sent_later(page: Page, chat: Chat) -> None:
    page.route("**/footnote/conversations/*", lambda route: route.abort())
    ask(page, ONE)
    page.reload()
    ready(page)
    expect(questions(page)).to_have_text([ONE])
    assert files(chat) == []
    page.unroute("**/footnote/conversations/*")
    focus(page)
    page.wait_for_function("() => JSON.parse(localStorage.getItem('footnote.listed') ?? '[]').length === 1")
    assert len(files(chat)) == 1


def test_a_browser_without_room_leaves_it_to_the_server(page: Page, chat: Chat) -> None:
    page.evaluate("""() => {
        for (let size = 4_000_000; size >= 1; size = Math.floor(size / 2)) {
            for (let k = 0; k < 3; k++) {
                try { localStorage.setItem(`full-${size}-${k}`, "x".repeat(size)); } catch { break; }
            }
        }
    }""")
    ask(page, ONE)
    expect(rows(page)).to_have_text([ONE])
    page.wait_for_timeout(500)
    assert len(files(chat)) == 1
    page.reload()
    ready(page)
    expect(questions(page)).to_have_text([ONE])
    expect(page.locator("article .reply.done")).to_have_count(1)
    expect(rows(page)).to_have_text([ONE])


def test_what_earlier_versions_kept_in_the_browser_moves_to_the_server(page: Page, open_page: Opener) -> None:
    keep(page, ("Tides", "High water is at six.", 1), ("Buoys", "Nine of them.", 4))
    page.wait_for_function("() => JSON.parse(localStorage.getItem('footnote.listed') ?? '[]').length === 2")
    other = page.context.browser.new_context().new_page()  # type: ignore[union-attr]  # one that was launched
    other.goto(page.url)
    ready(other)
    expect(rows(other)).to_have_text(["Tides", "Buoys"])
    expect(other.locator("#conversations h3")).to_have_text(["Yesterday", "Last 7 days"])
    rows(other).first.get_by_role("button").first.click()
    expect(other.get_by_text("High water is at six.")).to_be_visible()
    other.context.close()


def test_a_new_conversation_closes_the_source(page: Page) -> None:
    ask(page, ONE)
    page.locator("button.chip").first.click()
    page.locator("#sheet mark").first.wait_for()
    page.get_by_role("button", name="New conversation").first.click()
    expect(page.locator("#sheet")).to_be_hidden()
    expect(page.locator("#question")).to_be_focused()


def test_a_first_question_that_is_edited_renames_the_conversation(page: Page, chat: Chat) -> None:
    ask(page, ONE)
    page.locator("article").hover()
    page.locator('[data-action="edit"]').click()
    page.locator("form.edit textarea").fill(OTHER)
    page.keyboard.press("Enter")
    page.locator("article .reply.done").get_by_text("Barrel 2000").first.wait_for()
    expect(rows(page)).to_have_text([OTHER])
    page.reload()
    ready(page)
    expect(questions(page)).to_have_text([OTHER])
    expect(rows(page)).to_have_text([OTHER])


def test_a_damaged_file_is_named_and_the_rest_is_there(page: Page, open_page: Opener, chat: Chat) -> None:
    ask(page, ONE)
    page.get_by_role("button", name="New conversation").first.click()
    ask(page, OTHER)
    damaged = next(path for path in files(chat) if OTHER not in path.read_text(encoding="utf-8").splitlines()[0])
    damaged.write_bytes(damaged.read_bytes()[:-9])
    other = page.context.browser.new_context().new_page()  # type: ignore[union-attr]  # one that was launched
    other.goto(chat.address)
    ready(other)
    expect(other.locator("#notice")).to_contain_text(damaged.stem)
    expect(rows(other)).to_have_text([OTHER])
    other.context.close()
