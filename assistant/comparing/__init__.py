"""Questions that compare two things: taken apart into a question about each, and weighed up. Pure functions."""

from assistant.comparing.forms import sides_of
from assistant.comparing.sides import Side, Sides
from assistant.comparing.weighing import greater_of

__all__ = ["Side", "Sides", "greater_of", "sides_of"]
