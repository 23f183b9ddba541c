import pytest

from assistant.reading import read, supported, supported_extensions
from assistant.reading.registry import converters
from tests.reading import contract
from tests.reading.fixtures import READABLE, data, document


@pytest.mark.parametrize("name", READABLE)
def test_every_document_keeps_the_contract(name: str) -> None:
    contract.check(document(name))


@pytest.mark.parametrize("name", READABLE)
def test_reading_again_gives_the_same(name: str) -> None:
    assert read(data(name), name) == document(name)


def test_every_converter_has_a_fixture() -> None:
    kinds = {converter.kind for converter in converters()}
    made_in_tests = {"image", "odt", "ods", "odp", "rtf", "msg"}
    assert {document(name).kind for name in READABLE} == kinds - made_in_tests


def test_extensions_are_told_by_name() -> None:
    assert {".pdf", ".html", ".docx", ".pptx", ".xlsx", ".epub", ".csv", ".md", ".txt", ".eml"} <= set(
        supported_extensions()
    )
    assert supported("Report.PDF")
    assert supported("a/b/notes.md")
    assert not supported("film.mp4")
    assert not supported("pdf")
