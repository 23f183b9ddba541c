"""Every locked package may be used in and beside an Apache-2.0 program: its licence is permissive, or named here."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PERMISSIVE = {
    *("MIT", "MIT-0", "MIT-CMU", "ISC", "0BSD", "BSD", "BSD-2-CLAUSE", "BSD-3-CLAUSE", "APACHE-2.0", "PSF-2.0", "ZLIB"),
    *(
        "CC0-1.0",
        "UNLICENSE",
        "CNRI-PYTHON",
        "MIT LICENSE",
        "BSD LICENSE",
        "3-CLAUSE BSD LICENSE",
        "ISC LICENSE (ISCL",
    ),
    *("APACHE SOFTWARE LICENSE", "APACHE LICENSE, VERSION 2.0", "PYTHON SOFTWARE FOUNDATION LICENSE"),
}
# Copyleft that ends at the file's own edge, which nothing of ours is part of; and what is not stated as one would like.
NAMED = {
    "certifi": "MPL-2.0: used as it is, a list of certificates",
    "hypothesis": "MPL-2.0: in tests only",
    "orjson": "MPL-2.0 in part: used as it is; Gradio brings it",
    "pathspec": "MPL-2.0: used as it is; mypy and hatchling bring it",
    "tld": "MPL-1.1 of the three that it offers: used as it is; trafilatura brings it",
    "tqdm": "MPL-2.0 in part: used as it is",
    "dirtyjson": "MIT; its Academic Free License is for parts taken from simplejson; llama-index brings it",
    "pypdfium2": "BSD-3-Clause and Apache-2.0, and PDFium's own, which are of that kind",
    "axe-playwright-python": "MIT (its LICENSE file), with axe-core, MPL-2.0, inside: in tests only",
}


@cache
def locked(lock: str) -> tuple[str, ...]:
    names = re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    return tuple(sorted(set(names)))


def stated(name: str) -> str | None:
    """The licence as the package states it; None where it is not for this system."""
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return None
    classes = [each.split(" :: ")[-1] for each in found.get_all("Classifier") or [] if each.startswith("License ::")]
    licence: str = (
        found.get("License-Expression") or " AND ".join(classes) or (found.get("License") or "").partition("\n")[0]
    )
    return licence


def is_permissive(licence: str) -> bool:
    """Whether all that must be kept to is permissive: each part of an AND, one side of an OR."""
    parts = re.split(r"\s+AND\s+", licence.upper().removeprefix("(").removesuffix(")"))
    return all(any(side.strip("() ") in PERMISSIVE for side in re.split(r"\s+OR\s+", part)) for part in parts)


@pytest.mark.parametrize("name", locked("requirements-test.lock"))
def test_the_licence_of_a_locked_package(name: str) -> None:
    licence = stated(name)
    assert licence is None or is_permissive(licence) or name in NAMED, f"{name}: {licence}"


def test_the_names_are_still_needed() -> None:
    for name in NAMED:
        licence = stated(name)
        assert licence is None or not is_permissive(licence), f"{name} is permissive now"
        assert name in locked("requirements-test.lock")


def test_what_is_run_is_locked_in_both() -> None:
    assert set(locked("requirements.lock")) <= set(locked("requirements-test.lock"))


@pytest.mark.parametrize(
    ("licence", "is_fine"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("(MIT AND PSF-2.0)", True),
        ("GPL-3.0-only", False),
        ("MIT AND AGPL-3.0-or-later", False),
        ("LGPL-2.1-or-later", False),
        ("", False),
    ],
)
def test_licences_are_read(licence: str, is_fine: bool) -> None:
    assert is_permissive(licence) == is_fine
