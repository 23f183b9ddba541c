"""The llama-index query engine: what the product itself asks, a tool of an agent, and traced by OpenInference."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.base.response.schema import Response
from llama_index.core.llms.mock import MockFunctionCallingLLM
from llama_index.core.tools import QueryEngineTool
from openinference.instrumentation.llama_index import LlamaIndexInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from assistant.local import LocalAssistant

QUESTION = "When did the bakery open?"


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentor = LlamaIndexInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    yield exporter
    instrumentor.uninstrument()


def test_a_response_has_its_nodes_and_the_whole_answer(assistant: LocalAssistant) -> None:
    response = assistant.query_engine().query(QUESTION)
    assert isinstance(response, Response)
    assert "1987" in str(response)
    assert response.metadata
    answer, asked = response.metadata["answer"], assistant.answer(QUESTION)
    assert (answer.answer, answer.short_answer, answer.sentences) == (asked.answer, "1987", asked.sentences)
    assert [node.node.get_content() for node in response.source_nodes] == [hit.passage.text for hit in asked.passages]


def test_it_can_be_awaited(assistant: LocalAssistant) -> None:
    response = asyncio.run(assistant.query_engine().aquery(QUESTION))
    assert "1987" in str(response)


@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecationWarning")  # in llama-index
def test_it_is_a_tool_of_an_agent(assistant: LocalAssistant) -> None:
    tool = QueryEngineTool.from_defaults(assistant.query_engine(), name="documents", description="The documents.")
    output = tool.call(input=QUESTION)
    assert "1987" in output.content
    assert output.raw_output.metadata["answer"].sentences[0].citations
    FunctionAgent(tools=[tool], llm=MockFunctionCallingLLM())  # takes it as it is


def test_a_question_is_traced_from_the_query_to_the_synthesis(
    assistant: LocalAssistant, spans: InMemorySpanExporter
) -> None:
    assistant.answer(QUESTION)
    names = {span.name for span in spans.get_finished_spans()}
    for stage in ("RetrieverQueryEngine.query", "HybridRetriever.retrieve", "ExtractiveSynthesizer.synthesize"):
        assert stage in names, names
    [query] = [span for span in spans.get_finished_spans() if span.name == "RetrieverQueryEngine.query"]
    assert QUESTION in str(query.attributes)
