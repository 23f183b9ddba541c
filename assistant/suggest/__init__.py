"""The next questions: formed from what stands near an answer, and each tried before it is offered.

A question is offered only if quoting alone answers it, surely and with the sentence that it was formed from. Nothing is
sent to a language model.
"""

from assistant.suggest.suggesting import MOST, Suggesting

__all__ = ["MOST", "Suggesting"]
