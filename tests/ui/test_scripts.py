"""The page's scripts: what each imports is there, and no circle leads back."""

from __future__ import annotations

import re

from ui.theme import STATIC

IMPORT = re.compile(r'^import (?:\{([^}]*)\}|\* as \w+) from "\./([\w-]+\.js)";', re.M)
EXPORT = re.compile(r"^export (?:async )?(?:function|const|let) (\w+)", re.M)
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("*.js"))}
IMPORTS = {name: {found[2] for found in IMPORT.finditer(text)} for name, text in SCRIPTS.items()}


def test_what_is_imported_is_there() -> None:
    exports = {name: set(EXPORT.findall(text)) for name, text in SCRIPTS.items()}
    for name, text in SCRIPTS.items():
        for found in IMPORT.finditer(text):
            wanted = {each.split(" as ")[0].strip() for each in (found[1] or "").split(",")} - {""}
            assert wanted <= exports[found[2]], name


def test_no_circle_leads_back() -> None:
    for name in SCRIPTS:
        reached: set[str] = set()
        waiting = [*IMPORTS[name]]
        while waiting:
            each = waiting.pop()
            if each not in reached:
                reached.add(each)
                waiting += IMPORTS[each]
        assert name not in reached
