"""How long and how fast to learn, and in what order. No torch here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.models.encoder import batches_by_length

POOL = 64  # batches that are sorted by length together; more would make neighbouring steps too alike


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast to learn. Where ``epochs`` is changed on resuming, the rate falls to 0 at the new end."""

    epochs: float = 1.0
    batch_tokens: int = 2048
    peak: float = 1.5e-4
    warm_up: int = 300  # steps
    decay: float = 0.01
    dropout: float = 0.1
    average: float = 0.997
    seed: int = 7

    def rate(self, step: int, steps: int) -> float:
        """The learning rate: up in a line for ``warm_up`` steps, then down in a line to 0 at ``steps``."""
        if step < self.warm_up:
            return self.peak * (step + 1) / self.warm_up
        return self.peak * max(0.0, (steps - step) / max(steps - self.warm_up, 1))


def epoch_batches(lengths: Sequence[int], most_tokens: int, seed: int) -> list[list[int]]:
    """The batches of one epoch: windows shuffled, sorted by length inside large pools, batches shuffled again."""
    shuffle = np.random.default_rng(seed)
    order = shuffle.permutation(len(lengths))
    pool = max(1, POOL * most_tokens // max(int(np.mean(lengths)), 1))
    made: list[list[int]] = []
    for begin in range(0, len(order), pool):
        members = [int(number) for number in order[begin : begin + pool]]
        for batch in batches_by_length([lengths[number] for number in members], most_tokens):
            made.append([members[place] for place in batch])
    return [made[number] for number in shuffle.permutation(len(made))]
