"""Several short answers side by side, in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, ask, marked, ready
from tests.browser.test_accessibility import grave
from tests.browser.test_looks import SIDEWAYS

TOPS = "(cards) => cards.map((card) => Math.round(card.getBoundingClientRect().top))"


def tops(page: Page) -> list[int]:
    found: list[int] = page.locator(".beside li").evaluate_all(TOPS)
    return found


def test_two_answers_stand_side_by_side_and_on_a_phone_below_each_other(open_page: Opener) -> None:
    wide = open_page(viewport={"width": 1200, "height": 800})
    ask(wide, "differing")
    assert len(set(tops(wide))) == 1
    narrow = open_page(viewport={"width": 400, "height": 800})
    ask(narrow, "differing")
    assert len(set(tops(narrow))) == 2
    assert narrow.evaluate(SIDEWAYS) == []


def test_a_card_opens_its_quote_by_keyboard_and_the_way_back_leads_to_it(page: Page) -> None:
    ask(page, "comparing")
    chip = page.locator(".beside button.chip").nth(1)
    chip.focus()
    expect(page.locator("#card")).to_contain_text("ledger.txt")
    page.keyboard.press("Enter")
    assert marked(page) == "the long ledger tells of barrel 7"
    expect(page.locator("#citation-of")).to_have_text("Citation 2 of 2")
    expect(page.locator(".chip.current")).to_have_text(["2", "2"])
    page.keyboard.press("Escape")
    expect(chip).to_be_focused()


def test_they_are_there_again_after_a_reload(page: Page) -> None:
    ask(page, "differing")
    page.reload()
    ready(page)
    expect(page.get_by_role("heading", name="The documents differ")).to_be_visible()
    expect(page.locator(".beside li")).to_have_count(2)
    expect(page.locator("article .note")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("question", ["differing", "comparing"])
def test_nobody_is_kept_out(open_page: Opener, scheme: str, question: str) -> None:
    page = open_page(color_scheme=scheme)
    ask(page, question)
    assert grave(page) == []
