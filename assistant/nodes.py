"""Passages as llama-index nodes and back: the one place that knows which metadata a node carries."""

from __future__ import annotations

from typing import Any

from llama_index.core.schema import BaseNode, NodeWithScore, TextNode

from assistant.records import Hit, Passage, Scores


def node_of(passage: Passage) -> TextNode:
    """A node with the passage's id, text and offsets; everything else rides in its metadata."""
    return TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={"source_id": passage.source_id, "page": passage.page, "heading": passage.heading},
        excluded_embed_metadata_keys=["source_id", "page"],
        excluded_llm_metadata_keys=["source_id", "page"],
    )


def passage_of(node: BaseNode) -> Passage:
    """The passage that ``node_of`` made this node from."""
    if not isinstance(node, TextNode) or node.start_char_idx is None or node.end_char_idx is None:
        raise TypeError(f"node {node.node_id} was not made from a passage")
    return Passage(
        id=node.node_id,
        source_id=node.metadata["source_id"],
        start=node.start_char_idx,
        end=node.end_char_idx,
        text=node.text,
        page=node.metadata["page"],
        heading=node.metadata["heading"],
    )


def scored_node(hit: Hit) -> NodeWithScore:
    """A hit as llama-index passes it between retriever, postprocessors and synthesizer."""
    node = node_of(hit.passage)
    found = {"source": hit.source, "scores": hit.scores, "evidence": hit.evidence}
    node.metadata |= found
    node.excluded_embed_metadata_keys += found
    node.excluded_llm_metadata_keys += found
    return NodeWithScore(node=node, score=hit.score)


def hit_of(scored: NodeWithScore) -> Hit:
    """The hit that ``scored_node`` made this from, with the score that the node has now."""
    metadata: dict[str, Any] = scored.node.metadata
    return Hit(
        passage=passage_of(scored.node),
        source=metadata["source"],
        score=scored.score or 0.0,
        scores=metadata.get("scores", Scores()),
        evidence=metadata.get("evidence"),
    )
