"""The room that fetches a page of the public web, and nothing that is not public."""

from assistant.fetching.addresses import plain_address
from assistant.fetching.connecting import Web
from assistant.fetching.page import Fetched, Limits, fetch

__all__ = ["Fetched", "Limits", "Web", "fetch", "plain_address"]
