from __future__ import annotations

import re
from pathlib import Path

from ui import words

UI = Path(words.__file__).parent
CODE = "".join(path.read_text(encoding="utf-8") for path in sorted(UI.rglob("*.py")))
SCRIPTS = "".join(path.read_text(encoding="utf-8") for path in sorted((UI / "static").glob("*.js")))


def test_every_word_is_used() -> None:
    for name in (name for name in vars(words) if name.isupper()):
        assert re.search(rf"\bwords\.{name}\b|: {name}\b", CODE), name


def test_the_scripts_use_just_the_words_they_are_given() -> None:
    asked_for = set(re.findall(r"\bwords\.([a-z]\w*)", SCRIPTS))
    for names in re.findall(r"\{([\w, ]+)\} = gradio\.words;", SCRIPTS):
        asked_for |= set(names.replace(",", " ").split())
    assert asked_for == set(words.FOR_SCRIPTS)


def test_no_script_or_style_comes_from_elsewhere() -> None:
    styles = "".join(path.read_text(encoding="utf-8") for path in sorted((UI / "static").glob("*.css")))
    assert not re.search(r"https?:|//[a-z]|@import|url\(", styles)
    assert not re.search(r"https?:", SCRIPTS)
