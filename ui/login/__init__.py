"""The login: a gate in front of everything, the page to log in on, and whose assistant a request gets."""

from ui.login.callers import AssistantOf, Login, of_everybody, owner_of
from ui.login.gate import Checking, Gate, is_own
from ui.login.page import login_routes

__all__ = ["AssistantOf", "Checking", "Gate", "Login", "is_own", "login_routes", "of_everybody", "owner_of"]
