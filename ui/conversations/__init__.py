"""Conversations as the server keeps them, each person's apart: in the home, and for the page's scripts."""

from ui.conversations.route import conversation_route
from ui.conversations.store import Conversations

__all__ = ["Conversations", "conversation_route"]
