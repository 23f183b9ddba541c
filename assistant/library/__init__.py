"""The only room that knows Chroma, the catalog and the keyword index."""

from assistant.library.archive import Manifest
from assistant.library.backup import back_up
from assistant.library.examine import examine_home, examine_library, held
from assistant.library.library import Library
from assistant.library.lock import Holder, holder_of
from assistant.library.mending import make_openable, rebuild_vectors
from assistant.library.restore import restore
from assistant.library.staging import Staging
from assistant.library.writes import Entry, Location

__all__ = [
    "Entry",
    "Holder",
    "Library",
    "Location",
    "Manifest",
    "Staging",
    "back_up",
    "examine_home",
    "examine_library",
    "held",
    "holder_of",
    "make_openable",
    "rebuild_vectors",
    "restore",
]
