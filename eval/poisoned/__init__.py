"""``footnote eval poison``: instructions planted in documents, and whether an answer ever follows them.

A document is made in every format, clean and with an instruction planted in one place or another, and taken into a
library of clean documents. A poison passes where the answers are the true ones, or those of the clean document, and
where nothing in them comes from what was planted. It is flagged where a language model obeyed and the check of
sentences says that what it wrote is not found. Words hidden from a reader must not be in the document's text at all.
"""

from eval.poisoned.command import add_arguments, run

__all__ = ["add_arguments", "run"]
