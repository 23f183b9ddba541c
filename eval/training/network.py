"""The readers' network: one encoder, five heads. Training only; inference is in ``assistant/models``.

The large encoder is all-mpnet-base-v2 (Song et al., 2020; Reimers and Gurevych, 2019), fine-tuned by low-rank adapters
(LoRA, Hu et al., 2021): a third of the work of full training falls away, and a checkpoint is small. The small one is a
MiniLM (Wang et al., 2020), trained whole but for its word table.
"""

from __future__ import annotations

from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from torch import Tensor, nn
from transformers import AutoConfig, BertModel, MPNetModel

FROZEN_LAYERS = 2  # of the large encoder, the lowest ones
RANK = 48
VERDICTS = ("supported", "contradicted", "neither")


class Reader(nn.Module):
    """Token ids to scores: where the answer is, whether there is one, and what a quote says about a claim."""

    def __init__(self, folder: Path):
        super().__init__()
        config = AutoConfig.from_pretrained(folder)
        self.padding = config.pad_token_id
        self.encoder = _large(folder, config.num_hidden_layers) if config.model_type == "mpnet" else _small(folder)
        width = config.hidden_size
        self.tokens = nn.Linear(width, 3)  # start, end, part of the evidence
        self.pooled = nn.Linear(width, width)
        self.text = nn.Linear(width, 2 + len(VERDICTS))  # relevance, wants a short answer, verdicts
        if (heads := folder / "heads.pt").exists():
            self.load_state_dict(torch.load(heads), strict=False)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """``ids``, ``mask``: (batch, tokens). Returns (batch, tokens, 3) and (batch, 5) logits."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        first = torch.tanh(self.pooled(hidden[:, 0]))
        return self.tokens(hidden), self.text(first)

    def trained(self) -> dict[str, Tensor]:
        """The trained weights alone."""
        wanted = {name for name, value in self.named_parameters() if value.requires_grad}
        return {name: value for name, value in self.state_dict().items() if name in wanted}

    def merged(self) -> dict[str, Tensor]:
        """All weights by their plain names, adapters merged into the matrices that they adapt."""
        whole = self.encoder.merge_and_unload() if hasattr(self.encoder, "merge_and_unload") else self.encoder
        heads = {name: value for name, value in self.state_dict().items() if not name.startswith("encoder.")}
        return {**whole.state_dict(), **heads}


# Fewer tokens are seen than there are, so nothing is learnt by heart: no dropout.
_WITHOUT_DROPOUT = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}


def _large(folder: Path, layers: int) -> nn.Module:
    base = MPNetModel.from_pretrained(folder, add_pooling_layer=False, **_WITHOUT_DROPOUT)
    config = LoraConfig(
        r=RANK,
        lora_alpha=RANK,
        target_modules=["q", "k", "v", "o", "intermediate.dense", "output.dense"],
        layers_to_transform=list(range(FROZEN_LAYERS, layers)),
        layers_pattern="layer",
    )
    return get_peft_model(base, config)


def _small(folder: Path) -> nn.Module:
    base = BertModel.from_pretrained(folder, add_pooling_layer=False, **_WITHOUT_DROPOUT)
    base.embeddings.word_embeddings.weight.requires_grad = False
    base.embeddings.token_type_embeddings.weight.requires_grad = False
    return base
