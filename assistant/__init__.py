"""Footnote: ask your documents and see every sentence of the answer in its source."""

__version__ = "0.1.0"
