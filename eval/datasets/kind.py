"""What a kind of data set is to this room: a reader, kept as ``KIND`` in a module of ``eval.datasets.formats``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from eval.cases import Case
from eval.datasets.documents import Documents


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be read: the path, a corpus file in place of the set's own documents, and options."""

    path: Path
    corpus: Path | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """One published format.

    ``read`` puts the documents of a set into a folder and gives its cases, or raises CasesError. Case text may be as
    published, ids may repeat. ``options`` maps each option to the values it may have (none named: any). ``corpus``
    says whether the reader takes a corpus file, ``beside`` which folder beside the file holds the documents if it is
    there.
    """

    name: str
    takes: Literal["FILE", "DIR", "DIR or FILE"]
    read: Callable[[Request, Documents], Iterable[Case]]
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corpus: bool = False
    beside: str = ""
