"""For programs: OpenAI's chat protocol over the assistant, and the named endpoints of the Gradio API."""

from ui.api.completions import completion_routes
from ui.api.named import add_named_endpoints

__all__ = ["add_named_endpoints", "completion_routes"]
