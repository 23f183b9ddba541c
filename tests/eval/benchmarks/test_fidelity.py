"""The check of how much of files is read: it counts what is missing, and says so."""

from pathlib import Path

import pytest

from assistant.reading.worker import ReadingWorker
from eval.benchmarks.fidelity import Outcome, check, compared, extraction, low, table, words_of


def test_words_of_two_programs_are_alike_where_only_their_forms_differ() -> None:
    assert words_of("An exam-\nple of ﬁnal Words, 漢字") == words_of("an example of final words 漢 字")


def test_the_share_is_that_of_the_words_which_the_text_has() -> None:
    assert compared("ten apples and ten pears", "ten apples") == (5, 0.6, ["and", "pears"])
    assert compared("", "words") == (0, None, [])


def test_files_are_read_and_compared_and_a_refused_one_is_no_failure(tmp_path: Path) -> None:
    files = {"a.csv": "Ship,Fee\nAlba,12\n", "b.txt": "", "c.txt": "Words of a text."}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    worker = ReadingWorker()
    outcomes = {name: check(tmp_path / name, name, worker, extraction) for name in files}
    worker.close()
    assert (outcomes["a.csv"].what, outcomes["a.csv"].share) == ("read", 1.0)
    assert outcomes["b.txt"].what == "refused"
    lost = Outcome("d.csv", "csv", "read", "", 100, 0.5)
    assert list(table([outcomes["a.csv"], lost]))[2] == "| csv | 2 | 2 | 0 | 0 | 1 | 50.0% | 50.0% |"


@pytest.mark.parametrize(("count", "rank"), [(1, 1), (20, 1), (21, 2), (100, 5)])
def test_the_fifth_percentile_is_a_value_that_was_found(count: int, rank: int) -> None:
    assert low([float(each) for each in range(1, count + 1)]) == rank
