from __future__ import annotations

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import Chat

NAME = '<img src=x onerror="alert(4)">.txt'


def file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": text.encode()}


def choose(page: Page, row: Locator, item: str) -> None:
    """Choose something in a row's menu."""
    row.hover()
    row.locator('[data-action="document-menu"]').click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def test_a_file_is_added_opened_and_removed(page: Page, chat: Chat) -> None:
    count = page.locator("#documents li").count()
    page.set_input_files("#picker", [file("tides.txt", "The spring tide rises 7.2 metres at Oldhaven.")])
    row = page.locator("#documents li", has_text="tides.txt")
    row.wait_for()
    expect(page.locator("#files li")).to_have_count(0)
    row.get_by_role("button").first.click()
    expect(page.locator("#sheet-body")).to_contain_text("The spring tide rises 7.2 metres")
    page.keyboard.press("Escape")
    choose(page, row, "Remove")
    expect(row.get_by_role("alertdialog")).to_contain_text("Remove “tides.txt”? Its file, its text and its passage go")
    row.get_by_role("button", name="Keep").click()
    expect(page.locator("#documents li")).to_have_count(count + 1)
    choose(page, row, "Remove")
    row.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("#documents li")).to_have_count(count)
    assert "tides.txt" not in [source.name for source in chat.assistant.sources()]
    page.get_by_role("button", name="Undo").click()
    expect(row.locator(".document-open")).to_be_focused()
    expect(page.locator("#notice")).to_have_text("“tides.txt” is back")
    chat.assistant.remove(["tides.txt"])


def test_a_file_that_cannot_be_read_says_why_and_the_others_come_in(page: Page, chat: Chat) -> None:
    page.set_input_files("#picker", [file("empty.txt", ""), file("buoys.txt", "Nine buoys mark the channel.")])
    failed = page.locator("#files li.failed")
    expect(failed).to_contain_text("failed: empty.txt is empty. Add a file that has text in it.")
    page.locator("#documents li", has_text="buoys.txt").wait_for()
    expect(page.locator("#files li")).to_have_count(1)
    failed.get_by_role("button", name="Close").click()
    expect(page.locator("#files li")).to_have_count(0)
    chat.assistant.remove(["buoys.txt"])


def test_a_dropped_file_is_added_and_a_hostile_name_is_a_name(page: Page, chat: Chat) -> None:
    page.evaluate(
        """(name) => {
            const data = new DataTransfer();
            data.items.add(new File(["The bar breaks at low water."], name));
            const send = (type) => document.querySelector("#scroll").dispatchEvent(
                new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
            send("dragenter");
            if (document.getElementById("drop").hidden) throw new Error("no sign that a drop is welcome");
            send("dragover");
            send("drop");
        }""",
        NAME,
    )
    row = page.locator("#documents li", has_text="alert(4)")
    row.wait_for()
    expect(page.locator("#drop")).to_be_hidden()
    choose(page, row, "Remove")
    expect(row.get_by_role("alertdialog")).to_contain_text(NAME)
    row.get_by_role("button", name="Remove", exact=True).click()
    expect(row).to_have_count(0)
    assert NAME not in [source.name for source in chat.assistant.sources()]


def test_a_web_page_is_added_by_its_address(page: Page, chat: Chat) -> None:
    address = "https://tides.example/today"
    chat.assistant.web[address] = b"<!doctype html><h1>Tides of Oldhaven</h1><p>High water is at six o'clock.</p>"
    page.get_by_label("Address of a web page").fill("tides.example/today")
    page.keyboard.press("Enter")
    row = page.locator("#documents li", has_text="tides.example")
    row.get_by_role("button").first.click()
    expect(page.locator("#sheet-body")).to_contain_text("High water is at six")
    expect(page.locator("#sheet-body a")).to_have_attribute("href", address)
    page.get_by_label("Address of a web page").fill("http://127.0.0.1/")
    page.get_by_role("button", name="Add a web page").click()
    failed = page.locator("#files li.failed")
    expect(failed).to_contain_text("private network")
    failed.get_by_role("button", name="Close").click()
    chat.assistant.remove([address])


def test_a_folder_is_watched_and_watched_no_longer(page: Page, chat: Chat) -> None:
    page.get_by_text("Watched folders").click()
    field = page.get_by_label("Path of a folder here")
    field.fill("papers")
    page.get_by_role("button", name="Watch this folder").click()
    expect(page.locator("#notice")).to_contain_text("There is no folder at papers")
    field.fill("/home/ida/papers")
    field.press("Enter")
    row = page.locator("#watched-list li", has_text="papers")
    expect(row).to_contain_text("in step · 12 files")
    expect(field).to_have_value("")
    row.hover()
    row.get_by_role("button", name="Stop watching /home/ida/papers").click()
    expect(row).to_have_count(0)
    assert chat.assistant.folders == {}
