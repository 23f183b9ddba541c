from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Chat, Opener, ask, ready


def test_the_first_answer_is_two_clicks_away(page: Page) -> None:
    expect(page.locator("#welcome")).to_be_visible()
    page.get_by_role("button", name="When do sailings stop?").click()
    expect(page.locator(".short-answer")).to_have_text("In a gale above force nine")
    expect(page.locator("button.chip")).to_have_text(["1", "2", "3"])
    expect(page.locator("#welcome")).to_be_hidden()


def test_a_refusal_is_calm(page: Page) -> None:
    ask(page, "What fuel does the ferry burn?")
    expect(page.locator(".reply .short-answer")).to_have_text("Not found in the documents.")
    expect(page.locator(".nearest li")).to_have_count(3)
    expect(page.locator(".searched")).to_have_text("Searched for: ferry fuel")
    expect(page.locator(".trouble:visible")).to_have_count(0)


def test_stop_keeps_the_turn_and_what_was_written(page: Page, chat: Chat) -> None:
    chat.assistant.release.clear()
    ask(page, "slow", until=".reply.writing")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("article .reply.stopped .sentences")).to_contain_text("The first crossing leaves at 6.40.")
    expect(page.locator("article .question-text")).to_have_text("slow")
    chat.assistant.release.set()
    page.reload()
    ready(page)
    expect(page.locator("article .reply.stopped .sentences")).to_contain_text("The first crossing leaves at 6.40.")
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("article .reply.done")).to_contain_text("Nothing sails in a gale.")
    expect(page.locator("article")).to_have_count(1)


def test_a_new_conversation_begins_while_an_answer_is_on_its_way(page: Page, chat: Chat) -> None:
    chat.assistant.release.clear()
    ask(page, "slow", until=".reply.writing")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#welcome")).to_be_visible()
    page.fill("#question", "When do sailings stop?")
    page.press("#question", "Enter")
    expect(page.locator("#trouble")).to_contain_text("An answer is still on its way.")
    expect(page.locator("#question")).to_have_value("When do sailings stop?")
    chat.assistant.release.set()
    page.locator("#footnote:not(.asking)").wait_for()
    expect(page.locator("#trouble")).to_be_hidden()
    page.press("#question", "Enter")
    expect(page.locator("article .short-answer")).to_have_text("In a gale above force nine")
    page.locator("#conversations").get_by_text("slow").click()
    expect(page.locator("article .reply.done")).to_contain_text("Nothing sails in a gale.")


def test_why_an_answer_is_what_it_is_unfolds(page: Page) -> None:
    ask(page, "When do sailings stop?")
    expect(page.locator(".why ul").first).to_be_hidden()
    page.get_by_text("Why this answer").click()
    expect(page.locator(".checks")).to_contain_text("partly supported: the quote does not say “lost”")
    expect(page.locator(".checks")).to_contain_text("not found in the quote: no quote says so")
    expect(page.locator(".why h3")).to_have_text(["What checking found", "Passages used", "Passages not used"])
    expect(page.locator(".passages mark").first).to_have_text(re.compile("^In a gale above force nine .*sailings"))
    scores = page.locator(".passages li").first.locator(".score")
    expect(scores).to_have_text(["words", "meaning"])
    widths = scores.locator(".bar span").evaluate_all("(bars) => bars.map((bar) => bar.getBoundingClientRect().width)")
    assert [round(width / 48, 1) for width in widths] == [0.9, 0.8]
    page.locator(".passages .link").first.click()
    expect(page.locator("#sheet-title")).to_have_text("Harbour ferry: winter timetable")


def test_escape_stops_too(page: Page, chat: Chat) -> None:
    chat.assistant.release.clear()
    ask(page, "slow", until=".reply.writing")
    page.keyboard.press("Escape")
    page.locator("article .reply.stopped").wait_for()
    chat.assistant.release.set()


def test_whole_sentences_are_announced_while_the_answer_is_written(page: Page, chat: Chat) -> None:
    chat.assistant.release.clear()
    ask(page, "slow", until=".reply.writing")
    expect(page.locator("#said p")).to_have_text(["The first crossing leaves at 6.40."])
    chat.assistant.release.set()
    page.locator("article .reply.done").wait_for()


def test_a_reload_in_the_middle_of_an_answer_keeps_what_had_come(page: Page, chat: Chat) -> None:
    chat.assistant.release.clear()
    ask(page, "slow", until=".reply.writing")
    page.reload()
    ready(page)
    expect(page.locator("article .question-text")).to_have_text("slow")
    expect(page.locator("article .reply.stopped .sentences")).to_contain_text("In a gale")
    chat.assistant.release.set()


def test_an_edited_question_replaces_the_last_and_branches_from_an_earlier_one(page: Page, chat: Chat) -> None:
    ask(page, "When do sailings stop?")
    edit(page, 0, "What fuel does the ferry burn?")
    expect(page.locator("article .question-text")).to_have_text(["What fuel does the ferry burn?"])
    page.locator("ol.nearest").wait_for()
    ask(page, "Do bicycles travel free?")
    assert [turn.question for turn in chat.assistant.histories[-1]] == ["What fuel does the ferry burn?"]
    edit(page, 0, "ledger")
    expect(page.locator("article .reply.done")).to_contain_text("Barrel 2000 is told of.")
    expect(page.locator("article")).to_have_count(1)
    expect(page.locator("#conversations li")).to_have_count(2)
    page.locator("#conversations li button").get_by_text("What fuel does the ferry burn?").click()
    expect(page.locator("article .question-text")).to_have_text(
        ["What fuel does the ferry burn?", "Do bicycles travel free?"]
    )


def edit(page: Page, turn: int, question: str) -> None:
    article = page.locator("article").nth(turn)
    article.hover()
    article.get_by_role("button", name="Edit question").click()
    article.locator("textarea").fill(question)
    article.locator("textarea").press("Enter")


def test_a_conversation_survives_a_reload_with_its_judgement(page: Page) -> None:
    ask(page, "When do sailings stop?")
    page.get_by_role("button", name="Good answer").click()
    expect(page.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("What is good about it? (optional)").press("Escape")
    before = page.locator("article").inner_html()
    page.reload()
    ready(page)
    assert page.locator("article").inner_html() == before
    expect(page.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("article")).to_have_count(0)
    expect(page.locator("#welcome")).to_be_visible()
    page.locator("#conversations").get_by_text("When do sailings stop?").click()
    expect(page.locator("article .short-answer")).to_have_text("In a gale above force nine")
    page.get_by_role("button", name="More for When do sailings stop?").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.locator("#conversations")).to_have_text("Nothing asked yet.")


def test_two_browsers_never_see_each_others_conversations(open_page: Opener, chat: Chat) -> None:
    one, other = open_page(), open_page()
    chat.assistant.release.clear()
    ask(one, "slow", until=".reply.writing")
    ask(other, "When do sailings stop?")
    expect(one.locator(".question-text")).to_have_text("slow")
    expect(other.locator(".question-text")).to_have_text("When do sailings stop?")
    chat.assistant.release.set()
    one.locator(".reply.done").wait_for()
    expect(one.locator("#conversations li")).to_have_text("slow")
    expect(other.locator("#conversations li")).to_have_text("When do sailings stop?")
    other.reload()
    ready(other)
    expect(other.locator(".question-text")).to_have_text("When do sailings stop?")


def test_errors_are_told_in_the_page(page: Page) -> None:
    ask(page, "unavailable", until=".reply.failed")
    expect(page.locator("article .trouble")).to_contain_text("Start it and ask again.")
    ask(page, "broken", until=".reply.failed")
    expect(page.locator("article .trouble").nth(1)).to_contain_text("did not foresee")
    expect(page.locator("body")).not_to_contain_text("secret detail")


def test_an_empty_question_does_nothing_and_a_long_one_is_told(page: Page) -> None:
    page.fill("#question", "   ")
    page.press("#question", "Enter")
    page.fill("#question", "x" * 4001)
    page.press("#question", "Enter")
    expect(page.locator("#trouble")).to_have_text(
        "The question has 4001 characters; the most is 4000. Shorten it and send it again."
    )
    expect(page.locator("article")).to_have_count(0)
    assert page.locator("#question").input_value() == "x" * 4001
