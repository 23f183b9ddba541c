"""Answers written by a language model from numbered passages, each sentence then tied to exact quotes and checked."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answer.draft import Draft, Synthesizer
from assistant.cite import cite
from assistant.errors import EndpointError
from assistant.library import Library
from assistant.models.language import stream_reply
from assistant.models.tokens import Meter
from assistant.prompts import fenced, load_prompt, not_found
from assistant.records import Citation, Hit, Mode, Sentence, Source, Verdict
from assistant.verify import verify

_CHARACTERS_A_TOKEN = 3.0  # low on purpose: passages must fit whatever the tokenizer
_SHARE = 0.6  # of the model's context is for passages
_WORTH = {Verdict.SUPPORTED: 1.0, Verdict.PARTLY: 0.5, Verdict.CONTRADICTED: 0.0, Verdict.NOT_FOUND: 0.0}


class GeneratedSynthesizer(Synthesizer):
    """Has ``llm`` write; when its endpoint fails, ``fallback`` answers and a note says so.

    ``meter`` counts the tokens.
    """

    def __init__(
        self,
        library: Library,
        llm: LLM,
        fallback: Synthesizer,
        context_tokens: int,
        *,
        meter: Meter | None = None,
    ) -> None:
        super().__init__(llm)
        self._library, self._fallback, self._meter = library, fallback, meter
        self._room = int(context_tokens * _SHARE * _CHARACTERS_A_TOKEN)

    def write(self, question: str, hits: Sequence[Hit]) -> Generator[str, None, Draft]:
        """See Synthesizer. Text comes as the model writes it, unchecked; the draft is checked."""
        sources = self._library.sources_of(hit.passage for hit in hits)
        shown = list(_that_fit(hits, self._room))
        if not shown:
            return (yield from self._fallback.write(question, hits))
        text = ""
        try:
            for piece in stream_reply(self._llm, _messages(question, shown, sources), self._meter):
                text += piece
                yield piece
        except EndpointError as error:
            return (yield from self._quoted(question, hits, f"the language model failed. {error}"))
        missing = not_found(text)
        if missing is not None:
            return Draft(Mode.GENERATED, refused=True, missing=missing, model=self._llm.metadata.model_name)
        draft = self._checked(text, shown, sources)
        if any(sentence.verdict is Verdict.SUPPORTED for sentence in draft.sentences):
            return draft
        return (yield from self._quoted(question, hits, "nothing that the language model wrote was found in quotes."))

    def _quoted(self, question: str, hits: Sequence[Hit], why: str) -> Generator[str, None, Draft]:
        draft = yield from self._fallback.write(question, hits)
        return replace(draft, note=f"Quoted, not written: {why} {draft.note}".strip())

    def _checked(self, text: str, hits: Sequence[Hit], sources: dict[str, Source]) -> Draft:
        contexts = {hit.passage.source_id: "" for hit in hits}
        for hit in hits:
            contexts[hit.passage.source_id] += f"{hit.passage.text}\n"
        sentences = tuple(_judged(sentence, contexts) for sentence in cite(text, hits, sources))
        sentences = tuple(self._paged(sentence) for sentence in sentences)
        worth = [_WORTH[sentence.verdict] for sentence in sentences]
        return Draft(
            Mode.GENERATED,
            sentences,
            confidence=sum(worth) / len(worth) if worth else 0.0,
            model=self._llm.metadata.model_name,
        )

    def _paged(self, sentence: Sentence) -> Sentence:
        return replace(sentence, citations=tuple(self._with_page(citation) for citation in sentence.citations))

    def _with_page(self, citation: Citation) -> Citation:
        return replace(citation, page=self._library.page_at(citation.source_id, citation.start))


def _judged(sentence: Sentence, contexts: dict[str, str]) -> Sentence:
    quotes = [citation.quote for citation in sentence.citations]
    around = [contexts[source_id] for source_id in {citation.source_id for citation in sentence.citations}]
    verdict, reasons = verify(sentence.text, quotes, around)
    return replace(sentence, verdict=verdict, reasons=reasons)


def _that_fit(hits: Sequence[Hit], room: int) -> Iterator[Hit]:
    """The best passages, as many as there is room for; at least one where there is any."""
    used = 0
    for hit in hits:
        used += len(hit.passage.text)
        if used > room and used != len(hit.passage.text):
            return
        yield hit


def _messages(question: str, hits: Sequence[Hit], sources: dict[str, Source]) -> list[ChatMessage]:
    passages = "\n\n".join(_numbered(number, hit, sources) for number, hit in enumerate(hits, 1))
    parts = load_prompt("answer").render_parts(passages=passages, question=question)
    return [ChatMessage(role=role, content=text) for role, text in parts]


def _numbered(number: int, hit: Hit, sources: dict[str, Source]) -> str:
    source = sources.get(hit.passage.source_id)
    published = f", {source.published.isoformat()}" if source and source.published else ""
    title = f"{source.title if source and source.title else hit.source}{published}"
    return fenced(f"[{number}] {title}\n{hit.passage.text}")
