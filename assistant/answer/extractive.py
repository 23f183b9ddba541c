"""Answers without a language model: about a document as a whole, or the unit that answers best, quoted exactly."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import MockLLM

from assistant.answer.compared import compared
from assistant.answer.compose import Composer
from assistant.answer.draft import Draft, Synthesizer, finish
from assistant.answer.whole import WholeAnswers
from assistant.comparing import Sides
from assistant.library import Library
from assistant.records import Hit, Mode


class ExtractiveSynthesizer(Synthesizer):
    """Quotes. ``strictness`` (0 to 1) is how certain the best place must be, or the answer is a refusal."""

    def __init__(self, library: Library, embedder: BaseEmbedding, strictness: float) -> None:
        super().__init__(MockLLM())  # llama-index asks for one; it is never called
        self._library, self._embedder = library, embedder
        self._whole = WholeAnswers(library, self._vectors)
        self._composer = Composer(library, strictness)

    def write(self, question: str, hits: Sequence[Hit]) -> Generator[str, None, Draft]:
        """See Synthesizer; nothing is yielded before the draft, for choosing takes no time to watch."""
        if not hits:
            return Draft(Mode.EXTRACTIVE, refused=True, missing=_NOTHING)
        sources = self._library.sources_of(hit.passage for hit in hits)
        draft = self._whole.answer(question, hits, sources) or self._composer.compose(question, hits)
        for sentence in draft.sentences:
            yield sentence.text + " "
        return draft

    def compare(self, sides: Sides, retrieve: Callable[[str], tuple[Hit, ...]]) -> tuple[Draft, tuple[Hit, ...]] | None:
        """See Synthesizer; each side is asked about alone."""

        def ask(question: str) -> tuple[Draft, tuple[Hit, ...]]:
            hits = retrieve(question)
            return finish(self.write(question, hits)), hits

        return compared(sides, ask)

    def _vectors(self, texts: list[str]) -> np.ndarray:
        return np.asarray(self._embedder.get_text_embedding_batch(texts), dtype=np.float32)


_NOTHING = "There are no documents to look in. Add some, or choose others to ask."
