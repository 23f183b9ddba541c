"""Which kinds of data sets there are."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from eval.datasets import formats
from eval.datasets.kind import Kind


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, by name: one for each module in ``formats``."""
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__))
    modules = (importlib.import_module(f"{formats.__name__}.{name}") for name in names)
    return tuple(module.KIND for module in modules)
