"""The reader as torch sees it: the encoder of the embedding model, and three scores a token. Weights in a plain dict.

Weights are named as in a Hugging Face BertModel, with ``reader.weight`` (3, width) and ``reader.bias`` (3) for the
head: the scores of starting an answer, of ending it, and (only at the first token) of there being one.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

LAYERS, HEADS, WIDTH = 6, 12, 384  # all-MiniLM-L6-v2
WORDS = "embeddings.word_embeddings.weight"
_EPSILON = 1e-12
_OUT_OF_REACH = -1e4  # the score of a token that can be no answer; finite, so that no gradient is lost to NaN


def starting_weights(encoder: Mapping[str, NDArray[np.float32]], seed: int) -> dict[str, Tensor]:
    """The embedding model's weights, and a small random head where there is none among them."""
    generator = torch.Generator().manual_seed(seed)
    head = {"reader.weight": torch.randn((3, WIDTH), generator=generator) * 0.02, "reader.bias": torch.zeros(3)}
    kept = {name: values for name, values in encoder.items() if name.startswith(("embeddings.", "encoder.", "reader."))}
    return head | {name: torch.tensor(values) for name, values in kept.items()}


def trained(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weights that training moves. The word embeddings stay as they are: half of the parameters, and the rare words
    that training never shows keep their place among the others.
    """
    return {name: tensor for name, tensor in weights.items() if name != WORDS and "token_type" not in name}


def scores(weights: dict[str, Tensor], ids: Tensor, mask: Tensor, dropout: float = 0.0) -> Tensor:
    """Scores (batch, tokens, 3) float32 of token ``ids`` and ``mask``, both (batch, tokens), padded on the right."""
    positions = weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
    summed = (
        functional.embedding(ids, weights[WORDS]) + positions + weights["embeddings.token_type_embeddings.weight"][0]
    )
    hidden = _norm(weights, "embeddings.LayerNorm", summed)
    bias = torch.where(mask[:, None, None, :] > 0, 0.0, _OUT_OF_REACH)
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        attended = _attend(weights, f"{layer}.attention.self", hidden, bias)
        hidden = _add(weights, f"{layer}.attention.output", attended, hidden, dropout)
        inner = functional.gelu(_dense(weights, f"{layer}.intermediate.dense", hidden))
        hidden = _add(weights, f"{layer}.output", inner, hidden, dropout)
    return functional.linear(hidden.float(), weights["reader.weight"].float(), weights["reader.bias"].float())


def _attend(weights: dict[str, Tensor], part: str, hidden: Tensor, bias: Tensor) -> Tensor:
    batch, tokens, width = hidden.shape
    names = [f"{part}.{name}" for name in ("query", "key", "value")]
    joined = torch.cat([weights[f"{name}.weight"] for name in names])
    product = functional.linear(hidden, joined, torch.cat([weights[f"{name}.bias"] for name in names]))
    query, key, value = product.view(batch, tokens, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
    attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias.to(query.dtype))
    return attended.transpose(1, 2).reshape(batch, tokens, width)


def _add(weights: dict[str, Tensor], part: str, inner: Tensor, residual: Tensor, dropout: float) -> Tensor:
    dense = _dense(weights, f"{part}.dense", inner)
    if dropout:
        # One draw for all tokens of a window: as good a regulariser, and a two-hundredth of the random numbers.
        kept = torch.rand((dense.shape[0], 1, dense.shape[2]), device=dense.device) >= dropout
        dense = dense * (kept.to(dense.dtype) / (1 - dropout))
    return _norm(weights, f"{part}.LayerNorm", dense + residual)


def _dense(weights: dict[str, Tensor], part: str, values: Tensor) -> Tensor:
    return functional.linear(values, weights[f"{part}.weight"], weights[f"{part}.bias"])


def _norm(weights: dict[str, Tensor], part: str, values: Tensor) -> Tensor:
    scale, bias = weights[f"{part}.weight"], weights[f"{part}.bias"]
    return functional.layer_norm(values, scale.shape, scale, bias, _EPSILON)


def loss(scored: Tensor, mask: Tensor, marks: Tensor) -> Tensor:
    """The mean loss of a batch. ``marks`` is (batch, 3): the positions of the passage's first token and of the answer's
    first and last, which are 0 where there is none.

    Cross-entropy of the start and of the end, over the first token and the passage's, and half as much for whether
    there is an answer.
    """
    places = torch.arange(scored.shape[1], device=scored.device)[None, :]
    last = mask.sum(1, keepdim=True) - 1  # the closing [SEP]
    reach = (places == 0) | ((places >= marks[:, :1]) & (places < last))
    spans = scored[:, :, :2].masked_fill(~reach[:, :, None], _OUT_OF_REACH)
    start = functional.cross_entropy(spans[:, :, 0], marks[:, 1])
    end = functional.cross_entropy(spans[:, :, 1], marks[:, 2])
    answerable = functional.binary_cross_entropy_with_logits(scored[:, 0, 2], (marks[:, 2] > 0).float())
    return (start + end) / 2 + answerable / 2
