"""Text to measure with: as much as is asked for, another document each time."""

from __future__ import annotations

import gzip
import json
import re
from itertools import islice
from pathlib import Path

from assistant.reading import read
from eval.benchmarks.documents import FORMS, endless, load_texts, renamed, write_folder

TEXTS = [("Lisk", "Mara Quill runs the harbour of Lisk."), ("Orrin", "The mill of Orrin grinds rye.")]


def test_each_copy_has_other_names_and_the_same_plain_words() -> None:
    copies = [renamed(TEXTS[0][1], copy) for copy in range(300)]
    assert copies[0] == TEXTS[0][1]
    assert len(set(copies)) == 300
    assert all(copy.endswith(".") and " runs the harbour of " in copy for copy in copies)
    assert not any({"Mara", "Quill", "Lisk"} & set(re.findall(r"\w+", copy)) for copy in copies[1:])


def test_texts_never_end() -> None:
    found = list(islice(endless(TEXTS), 5))
    assert found[:2] == TEXTS
    assert len({text for _, text in found}) == 5


def test_a_folder_holds_the_characters_asked_for(tmp_path: Path) -> None:
    texts = endless([("Long", "word " * 300)])
    for form in FORMS:
        folder = tmp_path / form
        written = write_folder(folder, texts, 4000, form)
        files = sorted(folder.rglob(f"*.{form}"))
        assert 4000 <= written <= 4200
        assert sum(read(file.read_bytes(), file.name).text.count("word") for file in files) == written // 5


def test_articles_are_read_packed_or_not(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"title": title, "text": text}) + "\n" for title, text in TEXTS)
    (tmp_path / "plain.jsonl").write_text(lines)
    (tmp_path / "packed.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    assert load_texts(tmp_path / "plain.jsonl") == load_texts(tmp_path / "packed.jsonl.gz") == TEXTS


def test_without_a_file_the_samples_are_taken() -> None:
    texts = load_texts(None)
    assert len(texts) > 20
    assert all(title and text for title, text in texts)
