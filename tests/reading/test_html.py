from datetime import date

import pytest

from assistant.reading import read
from assistant.records import BlockKind, Document
from tests.reading.claims import leaves_out, reads
from tests.reading.fixtures import FOLDER, document, text_of, texts


def page(body: str, head: str = "") -> Document:
    return read(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


@reads("HTML", "the main text")
@leaves_out("HTML", "menus")
def test_a_news_page_gives_its_story_and_nothing_else() -> None:
    found = document("news.html")
    assert [(text_of(found, b), b.level) for b in found.blocks if b.kind is BlockKind.HEADING] == [
        ("Old mill at Arle turns again", 1),
        ("Costs", 2),
        ("Voices", 2),
    ]
    assert texts(found, BlockKind.LIST) == ["- Wheel: 1.1 million crowns", "- Roof: 0.4 million crowns"]
    assert texts(found, BlockKind.TABLE) == ["Year | Visitors\n2018 | 12,000\n2023 | 19,500"]
    assert "said Tom Arkwell, the miller." in found.text
    for unseen in ("must not appear", "Sport menu", "newsletter"):
        assert unseen not in found.text


def test_title_author_and_first_date_come_from_linked_data() -> None:
    found = document("news.html")
    assert (found.title, found.author, found.published) == (
        "Old mill at Arle turns again",
        "Ada Quill",
        date(2023, 4, 5),
    )


def test_a_small_page_loses_nothing() -> None:
    text = document("fragment.html").text
    for words in ("Opening hours", "Mon-Fri 9-17", "Closed on the first of May", "Phone", "555 0199"):
        assert words in text


def test_meta_tags_state_author_and_date() -> None:
    found = page(
        "<p>" + "A story of some length about nothing in particular. " * 9 + "</p>",
        '<title>Plain</title><meta name="author" content="Bo Lind">'
        '<meta property="article:published_time" content="2022-03-04T05:06:07Z">',
    )
    assert (found.title, found.author, found.published) == ("Plain", "Bo Lind", date(2022, 3, 4))


def test_a_page_that_states_no_date_has_none() -> None:
    assert page("<p>In 2019 the mill burnt down, on 5 May 2019 to be exact.</p><p>© 2021</p>").published is None


@pytest.mark.parametrize(
    "unseen",
    [
        "<div style='display:none'>SECRET</div>",
        "<p style='Visibility: Hidden'>SECRET</p>",
        "<p style='opacity:0'>SECRET</p>",
        "<p style='font-size:0px'>SECRET</p>",
        "<p hidden>SECRET</p>",
        "<p style='color:#fff'>SECRET</p>",
        "<p style='color: rgb(1, 2, 3); background-color: rgb(1,2,3)'>SECRET</p>",
        "<font color='white'>SECRET</font>",
        "<style>.x { color: #fff } body { background: white }</style><p class='x'>SECRET</p>",
        "<style>.x { color: #123; background: #123 }</style><p class='x'>SECRET</p>",
        "<style>.y { background: #000 }</style><p style='color: #fff; background: white'>SECRET</p>",
        "<style>p { margin: 0 }</style><div style='background: white'><p style='color: white'>SECRET</p></div>",
        "<script>SECRET</script>",
        "<style>SECRET</style>",
        "<!-- SECRET -->",
        "<template><p>SECRET</p></template>",
        "<noscript>SECRET</noscript>",
        "<style>.x, #y { display: none }</style><p class='a x'>SECRET</p>",
        "<style>@media print { p { color: red } } #y { display: none }</style><p id='y'>SECRET</p>",
        "<textarea>SECRET</textarea>",
        "<p>SEC<span hidden>no</span>LEFT</p><b hidden>SECRET</b>",
    ],
)
@leaves_out("HTML", "hidden text, scripts")
def test_what_no_reader_sees_is_no_text(unseen: str) -> None:
    text = page(f"<p>seen before</p>{unseen} tail <p>seen after</p>").text
    assert "SECRET" not in text
    assert "seen before" in text
    assert "seen after" in text
    assert "tail" in text


@pytest.mark.parametrize(
    "seen",
    [
        "<p style='color:white; background:black'>SEEN</p>",
        "<div style='background-color:#000'><p style='color:#fff'>SEEN</p></div>",
        "<style>@media print { .x { display: none } }</style><p class='x'>SEEN</p>",
        "<style>.x { color: #fff; background: navy }</style><p class='x'>SEEN</p>",
        "<style>.x { color: #fff } .y { background: navy }</style><div class='y'><p class='x'>SEEN</p></div>",
        "<style>.x { color: #fff }</style><div style='background: navy'><p class='x'>SEEN</p></div>",
        "<style>.x { color: #fff }</style><p class='x' style='color: black'>SEEN</p>",
        "<link rel=stylesheet href=a.css><p style='color: white'>SEEN</p>",
        "<p style='opacity:0.5; font-size:0.9em'>SEEN</p>",
        "<details><summary>more</summary>SEEN</details>",
    ],
)
def test_what_a_reader_sees_is_text(seen: str) -> None:
    assert "SEEN" in page(f"<p>before</p>{seen}").text


def test_structure_of_markup() -> None:
    found = page(
        "<h2>Steps</h2><ol start=3><li>three<ul><li>inner</li></ul></li><li>four<p>more of four</p></li></ol>"
        "<pre>a\n  b</pre><p>one<br>two<br><br>three</p><table><tr><td>only <b>layout</b></td></tr></table>"
        "<table><tr><th>a<th>b<tr><td>1<td>2<br>2</table>"
    )
    assert found.text == (
        "Steps\n\n3. three\n- inner\n4. four\n\nmore of four\n\na\n  b\n\none\ntwo\n\nthree\n\nonly layout\n\n"
        "a | b\n1 | 2 2"
    )


HALLS = (
    "<table><caption>in crowns</caption><tr><th rowspan=2>Hall<th colspan=2>Weekday<th>Weekend<tr><th>Morning"
    "<th>Evening<th>All day<tr><td rowspan=2>Birch<td>110<td>140<td>300<tr><td>111<td>141<td>301</table>"
)
LAID = (
    "in crowns\n\nHall | Weekday | Weekday | Weekend\nHall | Morning | Evening | All day\n"
    "Birch | 110 | 140 | 300\nBirch | 111 | 141 | 301"
)


@pytest.mark.parametrize("more", ["", "<p>" + "A story of some length about nothing in particular. " * 9 + "</p>"])
@reads("HTML", "tables with cells that span several places")
def test_cells_that_span_columns_and_rows(more: str) -> None:
    found = page(f"<main><h1>Halls</h1>{more}{HALLS}</main>")
    assert LAID in found.text
    assert next(block.level for block in found.blocks if block.kind is BlockKind.TABLE) == 2


@reads("HTML", "summaries, terms, code")
def test_summaries_terms_and_code_are_kept() -> None:
    found = page(
        "<main><h1>Help</h1><p>" + "A story of some length about nothing in particular. " * 9 + "</p>"
        "<details><summary>How do I pay?</summary><p>By card at the desk.</p></details>"
        "<dl><dt>Deposit</dt><dd>50 crowns</dd><dt>A</dt><dt>B:</dt><dd>both <b>free</b></dd></dl>"
        "<pre>npm install</pre><p>Use <code>halls</code> now.</p></main>"
    )
    assert found.text.endswith(
        "How do I pay?\n\nBy card at the desk.\n\n- Deposit: 50 crowns\n- A, B: both free\n\nnpm install\n\n"
        "Use halls now."
    )
    assert texts(found, BlockKind.CODE) == ["npm install"]


def test_a_page_says_its_encoding() -> None:
    body = "<p>Grüße aus Köln, wo die Brücke steht</p></body></html>"
    source = f"<html><head><meta charset=iso-8859-1></head><body>{body}".encode("latin-1")
    assert "Grüße aus Köln" in read(source, "a.html").text
    shifted = '<html><head><meta charset="shift_jis"></head><body><p>灯台は秋に再び灯された</p></body></html>'
    assert read(shifted.encode("shift_jis"), "a.html").text == "灯台は秋に再び灯された"


@pytest.mark.parametrize("depth", [200, 100_000])
def test_a_page_nested_deep_keeps_its_text(depth: int) -> None:
    found = page("<p>words before</p>" + "<div>" * depth + "words inside" + "</div>" * depth)
    assert "words before" in found.text
    assert "words inside" in found.text


def test_control_characters_do_not_stop_a_page() -> None:
    page = (FOLDER / "hostile" / "control-characters.html").read_bytes()
    text = read(page, "page.html").text
    assert "red words" in text
    assert "secret" not in text


def test_a_small_page_keeps_its_blocks() -> None:
    rows = "<tr><th>Region</th><th>2023</th></tr><tr><td>North</td><td>12</td></tr>"
    table = f"<table><caption>Sales (in millions)</caption>{rows}</table>"
    blocks = page(f"<h1>Report</h1><p>Some words come first.</p>{table}").text.split("\n\n")
    assert blocks == ["Report", "Some words come first.", "Sales (in millions)", "Region | 2023\nNorth | 12"]


def test_what_is_left_out_in_the_midst_of_the_main_text_is_kept() -> None:
    told = "The keeper climbed the tower each evening to light the lamp and wrote the hour of the night into the book."
    story = "".join(f"<p>{told} Night {number}.</p>" for number in range(60))
    versions = "".join(f"<tr><td>v{number}</td><td>Change {number} of the call.</td></tr>" for number in range(20))
    midst = (
        f"<details><summary>History</summary><table>{versions}</table></details><ul><li><a href=x>Index</a></li></ul>"
    )
    menu = "".join(f"<li><a href='{number}'>Part {number}</a></li>" for number in range(9))
    found = page(f"<div><ul>{menu}</ul></div><main><h1>Lamps</h1>{story}{midst}{story}</main>").text
    assert "v19 | Change 19 of the call." in found
    assert found.count("Night 59.") == 2
    assert "Part 8" not in found
    assert "Index" not in found


def test_a_headings_link_to_itself_is_no_text() -> None:
    found = page("<h1>4. Sources<a class=headerlink href='#s'>¶</a></h1><p>See <a href='#t'>§ 4.1</a> first.</p>")
    assert texts(found, BlockKind.HEADING) == ["4. Sources"]
    assert "See § 4.1 first." in found.text
