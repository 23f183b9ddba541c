"""Looking up a cell: the row that a question names, and the column that it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, takewhile

from assistant.extract.candidate import Candidate
from assistant.extract.kinds import LONG, suits
from assistant.facts import dates, named_in, numbers
from assistant.question import Asks, Question, measure_of
from assistant.records import Reading
from assistant.text import CELL_MARK, cell_spans, content_stems, stems

_SURE = 4.0  # logits: a cell whose row and column are both named
_OTHER = 2.0  # logits less for each name that stands over another table
_NAMED = 0.5  # the least share of a row's label that the question must hold
_HEADINGS = " › "
_RANKS = frozenset(stems("rank ranking place position no number #"))
_MEANS = {stem: frozenset(stems("total all altogether overall sum")) for stem in stems("total altogether overall")}
# Words in a column's heading that tell what kind of thing is in it.
_KINDS = {
    Asks.WHO: frozenset(stems("who by name person author speaker")),
    Asks.WHEN: frozenset(stems("when on date day year month")),
    Asks.WHERE: frozenset(stems("where country place city location region address")),
    Asks.HOW: frozenset(stems("do action remedy solution fix step measure")),
}
_WORDY = frozenset(LONG) - {Asks.HOW}
_FOCUS = re.compile(r"\b(?:which|what) (\w+)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells: offsets in the text that it stands in, and words."""

    spans: tuple[tuple[int, int], ...]
    cells: tuple[str, ...]


def with_cells(question: Question, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates; a row has the cell that is asked for as its reading, where that can be told.

    The other rows of its table then have none. Where tables are alike, a name in the question that stands over some of
    them ("Tokyo 2020") speaks against the rest.
    """
    if question.asks in _WORDY:
        return list(found)
    cells = {each.place: cell for each in found if (cell := _cell(question, each))}
    told = {each.place: _names_over(question, each) for each in found if each.place in cells}
    telling = frozenset().union(*told.values())
    looked_up = {id(each.hit) for each in found if each.place in cells}

    def changed(each: Candidate) -> Candidate:
        if each.place in cells:
            reading, heading = cells[each.place]
            less = _OTHER * len(telling - told[each.place])
            read = replace(reading, score=reading.score - less)
            return replace(each, reading=read, near=f"{each.near} {heading}", cell=True)
        return replace(each, reading=None) if id(each.hit) in looked_up and _is_row(each.text) else each

    return [changed(each) for each in found]


def _cell(question: Question, candidate: Candidate) -> tuple[Reading, str] | None:
    return _look_up(question, candidate, *_table(candidate)) if _is_row(candidate.text) else None


def _names_over(question: Question, candidate: Candidate) -> frozenset[str]:
    """The names and years of the question that stand in the row or over its table: in its caption or its headings."""
    passage = candidate.hit.passage
    before = passage.text[: candidate.start - passage.start].split("\n")[:-1]
    outside = dropwhile(_is_row, reversed(before))
    caption = "\n".join(takewhile(lambda line: not _is_row(line), outside))
    text = f"{caption if caption.strip() else passage.heading}\n{candidate.text}"
    years = (year for year in _YEAR.findall(question.text) if year in text)
    return frozenset((*(name for name in question.names if not named_in(name, text)[1]), *years))


def _look_up(question: Question, candidate: Candidate, header: Row, rows: Sequence[Row]) -> tuple[Reading, str] | None:
    """The cell that is asked for, and the heading of its column."""
    own = next((row for row in rows if row.spans[0][0] == candidate.start), None)
    if own is None:
        return None
    worth, label = _label(question, header, own)
    share = worth[0]
    if share < _NAMED or any(_label(question, header, row)[0] >= worth for row in rows if row is not own):
        return None
    column = _column(question, header, own, label)
    return None if column is None else (Reading(*own.spans[column], _SURE * share), header.cells[column])


def _table(candidate: Candidate) -> tuple[Row, list[Row]]:
    """Header and further rows of a candidate's table; where it was cut, the header stands in the heading."""
    passage = candidate.hit.passage
    before, after = passage.text[: candidate.start - passage.start], passage.text[candidate.start - passage.start :]
    above = list(takewhile(_is_row, reversed(before.split("\n")[:-1])))
    block = [*reversed(above), *takewhile(_is_row, after.split("\n"))]
    place = candidate.start - sum(len(line) + 1 for line in above)
    rows = []
    for line in block:
        rows.append(_row(line, place))
        place += len(line) + 1
    carried = passage.heading.rpartition(_HEADINGS)[2]
    if _is_row(carried) and rows[0].spans[0][0] == passage.start:
        return _row(carried, 0), rows
    return rows[0], rows[1:]


def _is_row(line: str) -> bool:
    return CELL_MARK in line


def _row(line: str, place: int) -> Row:
    spans = cell_spans(line, 0, len(line))
    return Row(tuple((place + start, place + end) for start, end in spans), tuple(line[slice(*span)] for span in spans))


def _label(question: Question, header: Row, row: Row) -> tuple[tuple[float, int], int]:
    """How much of a row's label the question holds, as a share and in words, and which cell that is.

    A year of the question that stands in the row counts as a word of it.
    """
    places = range(min(len(row.cells), len(header.cells)))
    found = [(_held(question, header.cells[place], row.cells[place]), -place) for place in places]
    (share, held), place = max(found, default=((0.0, 0), 0))
    years = sum(any(year in cell for cell in row.cells) for year in _YEAR.findall(question.text))
    return (share, held + years), -place


def _held(question: Question, heading: str, cell: str) -> tuple[float, int]:
    if numbers(cell):
        ranked = heading == "#" or set(content_stems(heading)) & _RANKS
        ordinals = [str(fact.value.value) for fact in numbers(question.text) if fact.value.unit == "ordinal"]
        return (1.0, 1) if ranked and cell in ordinals else (0.0, 0)
    wanted, asked = set(content_stems(cell)), set(stems(question.text)) | measure_of(question.text)
    named = [name for name in question.names if not named_in(name, cell)[1]]
    if named:  # what else stands in the cell tells nothing: of "Ada Quill and Otto Brandt", one may be asked about
        return 1.0, max(len(name.split()) for name in named)
    if wanted - asked:  # "Mount Everest" is not what a question about Mount Fuji asks for
        asked -= {stem for name in question.names for stem in stems(name)}
    return (len(wanted & asked) / len(wanted), len(wanted & asked)) if wanted else (0.0, 0)


def _column(question: Question, header: Row, row: Row, label: int) -> int | None:
    """The column that is asked for: whose heading the question holds, then whose cell is of the asked kind."""
    others = [place for place in range(min(len(header.cells), len(row.cells))) if place != label and row.cells[place]]
    shares = {place: _asked(question, header.cells[place]) for place in others}
    best = max(shares.values(), default=0.0)
    named = [place for place in others if shares[place] == best] if best else others
    fitting = [place for place in named if _is_kind(question, row.cells[place])]
    if len(fitting) == 1:
        return fitting[0]
    return named[0] if len(named) == 1 and question.asks is Asks.OTHER else None


def _asked(question: Question, heading: str) -> float:
    """How much of a column's heading the question holds; a year that the question does not hold forbids it."""
    wanted, asked = set(content_stems(heading)), set(stems(question.text)) | measure_of(question.text)
    if _KINDS.get(question.asks, frozenset()) & set(stems(heading)):
        wanted, asked = wanted or {heading}, asked | wanted | {heading}
    focus = _FOCUS.search(question.text)
    years, meant = set(_YEAR.findall(heading)), set(_YEAR.findall(question.text))
    if not wanted or (years and meant and not years & meant):
        return 0.0
    share = sum(stem in asked or bool(_MEANS.get(stem, frozenset()) & asked) for stem in wanted) / len(wanted)
    return share + (1.0 if focus and set(stems(focus[1])) <= wanted else 0.0)


def _is_kind(question: Question, cell: str) -> bool:
    """Whether a cell alone is of the asked kind. What is in capitals may be anybody and any place."""
    if question.asks is Asks.WHEN:
        return bool(dates(cell))
    if question.asks in (Asks.WHO, Asks.WHERE):
        return cell[0].isupper() and not any(letter.isdigit() for letter in cell)
    return suits(question, cell) and (question.asks is Asks.OTHER or not dates(cell))
