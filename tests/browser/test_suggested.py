"""The questions to go on with: when they come, when they do not, and that one is asked as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Chat, ask, ready
from tests.serving import application, served
from tests.ui.pretend import HOSTILE, PretendAssistant

NEXT = ["When did the Skua sink?", "What did the harbour master say about fog?"]


@pytest.fixture
def offering(chat: Chat) -> Iterator[Chat]:
    chat.assistant.next_questions = NEXT
    chat.assistant.suggested.clear()
    yield chat
    chat.assistant.next_questions = []
    chat.assistant.trying.set()


def test_one_click_asks_the_question_and_its_answer_has_chips(page: Page, offering: Chat) -> None:
    ask(page, "When do sailings stop?")
    expect(page.get_by_role("group", name="Questions to go on with").get_by_role("button")).to_have_text(NEXT)
    page.get_by_role("button", name=NEXT[0]).click()
    expect(page.locator(".question-text").nth(1)).to_have_text(NEXT[0])
    expect(page.locator("article").nth(1).locator("button.chip")).to_have_text(["1", "2", "3"])
    expect(page.locator("article").nth(0).locator(".next")).to_have_count(0)
    expect(page.locator("article").nth(1).locator(".next button")).to_have_text(NEXT)
    assert [turn.question for turn in offering.assistant.suggested[-1][1]] == ["When do sailings stop?"]


def test_enter_asks_too_and_a_refusal_has_them_as_well(page: Page, offering: Chat) -> None:
    ask(page, "What fuel does the ferry burn?")
    page.locator(".next button").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".question-text").nth(1)).to_have_text(NEXT[1])
    expect(page.locator("#question")).to_be_focused()


def test_they_do_not_hold_up_the_answer_and_move_nothing(page: Page, offering: Chat) -> None:
    offering.assistant.trying.clear()
    ask(page, "When do sailings stop?")
    top = page.locator(".quiet-line").bounding_box()
    offering.assistant.trying.set()
    expect(page.locator(".next button")).to_have_count(2)
    assert page.locator(".quiet-line").bounding_box() == top


def test_those_that_come_after_another_question_are_not_shown(page: Page, offering: Chat) -> None:
    offering.assistant.trying.clear()
    ask(page, "When do sailings stop?")
    offering.assistant.release.clear()
    ask(page, "slow", until=".reply.writing")
    offering.assistant.trying.set()
    page.wait_for_timeout(300)
    expect(page.locator(".next")).to_have_count(0)
    offering.assistant.release.set()
    expect(page.locator("article").nth(1).locator(".next")).to_have_count(1)


def test_they_are_tried_and_asked_of_the_documents_that_the_answer_was_asked_of(page: Page, offering: Chat) -> None:
    page.get_by_role("button", name="Ask by date of publication").click()
    page.get_by_label("Published from").fill("2024-01-01")
    ask(page, "When do sailings stop?")
    expect(page.locator(".next button")).to_have_count(2)
    assert offering.assistant.suggested[-1][2].published_from == date(2024, 1, 1)
    page.locator("#scope-dates").click()
    page.locator(".next button").first.click()
    expect(page.locator("article").nth(1).locator(".reply.done")).to_be_visible()
    assert offering.assistant.filters[-1].published_from == date(2024, 1, 1)


def test_hostile_words_stay_words(page: Page, offering: Chat) -> None:
    offering.assistant.next_questions = [f"What is {HOSTILE}\u202eevil\u0007?"]
    ask(page, "When do sailings stop?")
    button = page.locator(".next button")
    expect(button).to_contain_text(HOSTILE)
    assert not {"\u202e", "\u0007"} & set(button.text_content() or "")
    expect(button.locator("img, script")).to_have_count(0)


def test_the_empty_page_offers_questions_of_ones_own_documents(browser: Browser) -> None:
    assistant = PretendAssistant()
    assistant.next_questions = NEXT
    assistant.trying.clear()
    with served(application(assistant)) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        ready(page)
        expect(page.get_by_text("Try one of these")).to_be_hidden()
        top = page.locator(".drop-zone").bounding_box()
        assistant.trying.set()
        expect(page.locator("#tried button")).to_have_text(NEXT)
        expect(page.get_by_text("Try one of these")).to_be_visible()
        assert page.locator(".drop-zone").bounding_box() == top
        assert [asked for asked, _, _ in assistant.suggested] == [""]
        page.get_by_role("button", name=NEXT[0]).click()
        expect(page.locator("article .reply.done button.chip")).to_have_text(["1", "2", "3"])
