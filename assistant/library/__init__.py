"""The only room that knows Chroma, the catalog and the keyword index."""

from assistant.library.catalog import Entry, Location
from assistant.library.library import Library, Staging, rebuild_vectors
from assistant.library.lock import Holder, holder_of

__all__ = ["Entry", "Holder", "Library", "Location", "Staging", "holder_of", "rebuild_vectors"]
