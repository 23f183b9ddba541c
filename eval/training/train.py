"""Train the reader, resumably.

    python -m eval.training.train --encoder DIR --examples FILE --run RUN --tokens 2_000_000 [--learning-rate 4e-4]

A run keeps ``checkpoint.pt`` (adapters, heads, optimiser, place in the data), written every ten minutes and at the
end; the same command goes on from it. ``--cooldown`` lets the learning rate fall to zero over the tokens given and
writes ``cooled.pt`` next to it: that is what is measured and exported, and a later session goes on from
``checkpoint.pt`` with the rate still high.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from eval.training.examples import Example
from eval.training.network import Reader

BATCH = 1536  # tokens
EVERY = 600.0  # seconds between checkpoints
WARM_UP = 60  # steps


def batches(examples: list[Example], epoch: int) -> Iterator[list[Example]]:
    """One epoch in batches of like lengths, in an order that depends on ``epoch`` alone."""
    order = examples[:]
    random.Random(epoch).shuffle(order)  # noqa: S311
    chunk: list[Example] = []
    for first in range(0, len(order), 500):
        chunk = sorted(order[first : first + 500], key=lambda one: len(one.ids))
        made: list[list[Example]] = [[]]
        for one in chunk:
            if made[-1] and (len(made[-1]) + 1) * len(one.ids) > BATCH:
                made.append([])
            made[-1].append(one)
        random.Random(epoch * 7919 + first).shuffle(made)  # noqa: S311
        yield from made


def padded(batch: list[Example], padding: int) -> tuple[Tensor, Tensor]:
    """Ids and mask, (batch, tokens)."""
    length = max(len(one.ids) for one in batch)
    ids = torch.full((len(batch), length), padding)
    for row, one in enumerate(batch):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
    return ids, (ids != padding).long()


def losses(batch: list[Example], tokens: Tensor, text: Tensor, mask: Tensor) -> dict[str, Tensor]:
    """The loss of each head over the examples that have a label for it."""
    found: dict[str, Tensor] = {}
    asked = torch.tensor([one.relevant for one in batch])
    if (rows := asked >= 0).any():
        found["relevance"] = functional.binary_cross_entropy_with_logits(text[rows, 0], asked[rows].float())
    short = torch.tensor([one.short for one in batch])
    if (rows := short >= 0).any():
        found["short"] = 0.3 * functional.binary_cross_entropy_with_logits(text[rows, 1], short[rows].float())
    spans = [(row, one) for row, one in enumerate(batch) if one.start >= 0]
    context = mask.bool() & (torch.arange(mask.shape[1]) >= torch.tensor([[one.context] for one in batch]))
    masked = tokens.masked_fill(~context[..., None], -1e4)
    if spans:
        rows_ = torch.tensor([row for row, _ in spans])
        for name, head, place in (("start", 0, "start"), ("end", 1, "end")):
            wanted = torch.tensor([getattr(one, place) for _, one in spans])
            found[name] = 0.5 * functional.cross_entropy(masked[rows_, :, head], wanted)
    told = [(row, one) for row, one in enumerate(batch) if one.evidence]
    if told:
        wanted = torch.zeros_like(tokens[..., 2])
        for row, one in told:
            for start, end in one.evidence:
                wanted[row, start : end + 1] = 1.0
        rows_ = torch.tensor([row for row, _ in told])
        each = functional.binary_cross_entropy_with_logits(tokens[rows_, :, 2], wanted[rows_], reduction="none")
        found["evidence"] = (each * context[rows_]).sum() / context[rows_].sum()
    verdict = torch.tensor([one.verdict for one in batch])
    if ((verdict >= 0) & (verdict < 3)).any():
        rows = (verdict >= 0) & (verdict < 3)
        found["verdict"] = functional.cross_entropy(text[rows, 2:], verdict[rows])
    if (verdict == 3).any():
        logs = functional.log_softmax(text[verdict == 3, 2:], -1)
        found["not"] = -torch.logsumexp(logs[:, 1:], -1).mean()
    return found


class Run:
    """A run's state and its files."""

    def __init__(self, folder: Path, encoder: Path, learning_rate: float):
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._rate = learning_rate
        torch.manual_seed(1)
        self.reader = Reader(encoder)
        weights = [value for value in self.reader.parameters() if value.requires_grad]
        self._optimiser = torch.optim.AdamW(weights, lr=learning_rate, betas=(0.9, 0.98), weight_decay=0.01)
        self.step, self.tokens, self.epoch, self.batch = 0, 0, 0, 0
        self.examples = ""
        if (path := folder / "checkpoint.pt").exists():
            kept = torch.load(path, weights_only=False)
            self.reader.load_state_dict(kept["weights"], strict=False)
            self._optimiser.load_state_dict(kept["optimiser"])
            self.step, self.tokens = kept["step"], kept["tokens"]
            self.epoch, self.batch, self.examples = kept["epoch"], kept["batch"], kept["examples"]

    def learn(self, batch: list[Example], share: float) -> dict[str, float]:
        """One step at ``share`` of the learning rate; returns the losses."""
        ids, mask = padded(batch, self.reader.padding)
        for group in self._optimiser.param_groups:
            group["lr"] = self._rate * share * min(1.0, (self.step + 1) / WARM_UP)
        tokens, text = self.reader(ids, mask)
        found = losses(batch, tokens, text, mask)
        self._optimiser.zero_grad()
        torch.stack(list(found.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), 1.0)
        self._optimiser.step()
        self.step += 1
        self.tokens += ids.numel()
        return {name: float(value) for name, value in found.items()}

    def keep(self, name: str) -> None:
        """Write a checkpoint, whole or not at all."""
        state: dict[str, Any] = {
            "weights": self.reader.trained(),
            "optimiser": self._optimiser.state_dict(),
            "step": self.step,
            "tokens": self.tokens,
            "epoch": self.epoch,
            "batch": self.batch,
            "examples": self.examples,
        }
        torch.save(state, self._folder / f"{name}.new")
        (self._folder / f"{name}.new").replace(self._folder / name)


def train(run: Run, examples: list[Example], tokens: int, cooldown: int, log: Path, *, order: int = 0) -> None:
    """Learn until ``tokens`` have been seen in all; with ``cooldown`` the last ones at a falling rate.

    Runs of another ``order`` see the examples in another order, so that their weights can be averaged.
    """
    written, seen = time.monotonic(), defaultdict(list)
    began, at = time.monotonic(), run.tokens
    while run.tokens < tokens:
        for number, batch in enumerate(batches(examples, run.epoch + 1000 * order)):
            if number < run.batch:
                continue
            left = tokens - run.tokens
            for name, value in run.learn(batch, min(1.0, left / cooldown) if cooldown else 1.0).items():
                seen[name].append(value)
            run.batch = number + 1
            if run.step % 20 == 0:
                means = {name: round(sum(values) / len(values), 3) for name, values in sorted(seen.items())}
                speed = round((run.tokens - at) / (time.monotonic() - began))
                line = {"step": run.step, "tokens": run.tokens, "speed": speed, **means}
                with log.open("a") as out:
                    out.write(json.dumps(line) + "\n")
                seen.clear()
            if time.monotonic() - written > EVERY and not cooldown:
                run.keep("checkpoint.pt")
                written = time.monotonic()
            if run.tokens >= tokens:
                break
        else:
            run.epoch, run.batch = run.epoch + 1, 0
    run.keep("cooled.pt" if cooldown else "checkpoint.pt")


def main() -> None:
    """Begin a run or go on with it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--tokens", type=int, required=True, help="to have seen in all when it ends")
    parser.add_argument("--learning-rate", type=float, default=4e-4)
    parser.add_argument("--cooldown", type=int, default=0, help="the last tokens, at a falling rate")
    parser.add_argument("--order", type=int, default=0, help="another order of the examples")
    options = parser.parse_args()
    examples: list[Example] = pickle.loads(options.examples.read_bytes())  # noqa: S301
    run = Run(options.run, options.encoder, options.learning_rate)
    if run.examples != str(options.examples):
        run.examples, run.epoch, run.batch = str(options.examples), 0, 0
    train(run, examples, options.tokens, options.cooldown, options.run / "log.jsonl", order=options.order)


if __name__ == "__main__":
    main()
