"""The room that keeps the library in step with folders."""

from assistant.watching.kept import KeptFolders
from assistant.watching.sync import Home, sync
from assistant.watching.watcher import INTERVAL, Watcher

__all__ = ["INTERVAL", "Home", "KeptFolders", "Watcher", "sync"]
