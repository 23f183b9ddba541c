"""Filled fields of forms and notes that show their words are part of a page's text."""

from assistant.reading import read
from assistant.reading.boxes import rectangles
from assistant.records import Document
from tests.reading.claims import leaves_out, reads
from tests.reading.contract import check
from tests.reading.pages import Text, pdf_of, string

LABELS: list[Text] = [
    (72, 100, "Name of vessel:"),
    (72, 130, "Length in metres:"),
    (72, 160, "Engine"),
    (92, 190, "Sails"),
]


def annotated(*annotations: str, texts: list[Text] = LABELS, in_form: bool = True) -> Document:
    places = " ".join(f"{number} 0 R" for number in range(5, 5 + len(annotations)))
    form = f"/AcroForm << /Fields [{places}] >>" if in_form else ""
    more = [f"<< /Type /Annot {each} >>" for each in annotations]
    found = read(pdf_of([texts], page=f"/Annots [{places}]", catalog=form, more=more), "a.pdf")
    check(found)
    return found


def field(top: float, left: float, width: float, entries: str) -> str:
    return f"/Subtype /Widget /F 4 /Rect [{left} {842 - top - 4} {left + width} {842 - top + 12}] {entries}"


def text_field(top: float, value: str, entries: str = "") -> str:
    return field(top, 250, 180, f"/FT /Tx /T (f{top}) /V {string(value)} {entries}")


def box(top: float, left: float, state: str) -> str:
    states = "/AP << /N << /Yes << >> /Off << >> >> >>"
    return field(top, left, 12, f"/FT /Btn /T (b{top}) /V /{state} /AS /{state} {states}")


@reads("PDF", "values of form fields", "boxes to tick as `[x]` or `[ ]`")
def test_values_stand_after_their_labels_and_boxes_are_checked_or_not() -> None:
    found = annotated(text_field(100, "Grey Heron"), text_field(130, "14.2"), box(160, 130, "Yes"), box(190, 72, "Off"))
    assert found.text.split("\n\n") == [
        "Name of vessel: Grey Heron",
        "Length in metres: 14.2",
        "Engine [x]",
        "[ ] Sails",
    ]
    start = found.text.index("Grey Heron")
    ((left, _, right, _),) = rectangles(found.pages[0], start, start + len("Grey Heron"))
    assert 249 <= left < right <= 431


def test_what_is_not_shown_is_not_read() -> None:
    hidden = text_field(130, "hidden").replace("/F 4", "/F 2")
    found = annotated(text_field(100, "secret", "/Ff 8192"), hidden)
    assert "secret" not in found.text
    assert "hidden" not in found.text


def test_fields_of_a_page_that_was_taken_out_of_its_form_are_read() -> None:
    fields = text_field(100, "Grey Heron"), text_field(130, "secret", "/Ff 8192"), box(160, 130, "Yes")
    found = annotated(*fields, in_form=False)
    assert "Name of vessel: Grey Heron" in found.text
    assert "secret" not in found.text
    assert "Yes" not in found.text


@reads("PDF", "free text notes")
@leaves_out("PDF", "notes that open on a click")
def test_free_text_is_read_and_sticky_notes_are_not() -> None:
    place = "/Rect [72 600 400 640]"
    found = annotated(
        f"/Subtype /FreeText {place} /Contents (Correction: line 6, not line 4.)",
        f"/Subtype /Text {place} /Contents (Ask.)",
    )
    assert found.text.endswith("\n\nCorrection: line 6, not line 4.")
    assert "Ask." not in found.text
