"""A look into an index in a process of its own, because one that is badly damaged ends the process that opens it.

Chroma's vectors and tantivy's words are read by native code that trusts its files.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Literal

from assistant.errors import LibraryDamaged
from assistant.library.checks import Index
from assistant.library.segments import what_is_cut_short
from assistant.library.vectors import COLLECTION

Part = Literal["words", "chroma"]
_PROGRAM = Path(__file__).with_name("looking.py")


def probe(part: Part, home: Path) -> Index:
    """What an index in a home holds. Raises LibraryDamaged where it cannot be read or does not answer as it must."""
    short = what_is_cut_short(home / part) if part == "chroma" else ""
    if short:
        raise LibraryDamaged(f"{home / part} is damaged (cut short: {short}).")
    # -P: the folder of the program holds modules that are called like others'.
    program = [sys.executable, "-P", str(_PROGRAM), part, str(home / part), COLLECTION]
    ran = subprocess.run(program, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603  # a program of ours
    try:
        found = json.loads(ran.stdout)
    except ValueError:
        found = {"error": f"reading it ended the program, with status {ran.returncode}"}
    if "error" in found:
        raise LibraryDamaged(
            f"{home / part} is damaged ({found['error']}). The documents are safe in the catalog; `footnote doctor "
            "--mend` makes the index anew."
        )
    return Index(found["ids"], found["dimension"])
