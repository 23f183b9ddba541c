"""The page works under its policy, and what the policy forbids does not happen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Chat, ask, ready
from tests.sites import counted

COMPLAINTS = """
window.complaints = [];
document.addEventListener('securitypolicyviolation', (event) =>
    window.complaints.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture
def called() -> Iterator[tuple[str, list[str]]]:
    with counted() as site:
        yield site


@pytest.fixture
def page(browser: Browser, chat: Chat) -> Iterator[Page]:
    """The page with a note of all that its policy refuses."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.add_init_script(COMPLAINTS)
    page.goto(chat.address)
    ready(page)
    yield page
    context.close()


def complaints(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.complaints")
    return found


def test_the_page_does_nothing_that_it_forbids(page: Page) -> None:
    ask(page, "When do sailings stop?")
    page.locator("article .chip").first.click()
    page.wait_for_selector("#sheet mark", state="attached")
    assert complaints(page) == []


MARKUP = [
    """<img src=x onerror="window.ran = 1">""",
    """<svg onload="window.ran = 1"></svg>""",
    """<img src="SITE/image">""",
    """<iframe srcdoc="<script>parent.ran = 1</script>"></iframe>""",
    """<iframe src="SITE/frame"></iframe>""",
    """<object data="data:text/html,<script>parent.ran = 1</script>"></object>""",
    """<embed src="SITE/embed">""",
    """<video src="SITE/video" autoplay></video>""",
    """<link rel=stylesheet href="SITE/style">""",
    """<link rel=prefetch href="SITE/prefetch">""",
    """<style>@import url("SITE/import");</style>""",
    """<p style="background: url(SITE/background)">words</p>""",
    """<a id=bad href="javascript:window.ran = 1">words</a>""",
    """<form id=away action="SITE/form"></form>""",
]
SCRIPTS = [
    "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))",
    "document.body.append(Object.assign(document.createElement('script'), {src: 'SITE/script'}))",
    "document.body.append(Object.assign(document.createElement('script'), {src: 'data:text/javascript,ran = 1'}))",
    "document.getElementById('bad').click()",
    "document.getElementById('away').submit()",
    "fetch('SITE/fetch').catch(() => 0)",
    "navigator.sendBeacon('SITE/beacon', 'words')",
    "new EventSource('SITE/events')",
    "try { new WebSocket('SITE/socket'.replace('http', 'ws')) } catch {}",
    "try { new Worker(URL.createObjectURL(new Blob(['fetch(`SITE/worker`)']))) } catch {}",
]


def test_what_got_into_the_page_could_not_run_or_call(page: Page, called: tuple[str, list[str]]) -> None:
    """As if escaping had failed: markup in the page, and even a script, bring nothing out."""
    site, paths = called
    for markup in MARKUP:
        page.evaluate("(markup) => document.body.insertAdjacentHTML('beforeend', markup)", markup.replace("SITE", site))
    for script in SCRIPTS:
        page.evaluate(f"() => {{ {script.replace('SITE', site)}; }}")
    page.wait_for_function("least => window.complaints.length >= least", arg=len(MARKUP + SCRIPTS) - 3)
    page.wait_for_timeout(300)  # a request that was let through would be on its way
    assert page.evaluate("window.ran") is None
    assert paths == []


def test_the_page_of_another_site_cannot_frame_it(browser: Browser, chat: Chat) -> None:
    page = browser.new_page()
    page.set_content(f'<iframe src="{chat.address}"></iframe>')
    page.wait_for_timeout(1000)
    assert not [frame for frame in page.frames if frame.url.startswith(chat.address)]
    page.close()
