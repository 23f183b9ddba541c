"""The table of what is read says what the tests show."""

from tests.reading import claims


def test_the_page_says_what_the_tests_show() -> None:
    assert claims.written() == claims.table(), "write it anew: python -m tests.reading"


def test_every_kind_has_something_that_is_read() -> None:
    rows = [row.split(" | ") for row in claims.table().splitlines()[2:]]
    assert len(rows) == len(claims.KINDS)
    assert all(read.strip() for _, read, _ in rows)
