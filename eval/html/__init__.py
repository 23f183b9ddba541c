"""The report of a run as one HTML file that needs nothing else: no script, no font, no other host."""

from eval.html.index import Line, index
from eval.html.page import as_html

__all__ = ["Line", "as_html", "index"]
