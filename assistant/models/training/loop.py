"""The training loop: seeded, resumable at any step, with a moving average of the weights and a log of figures."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from assistant.models.training.network import loss, scores, starting_weights, trained
from assistant.models.training.plan import WindowTable
from assistant.models.training.questions import Question
from assistant.models.training.schedule import Schedule, epoch_batches
from assistant.models.training.watch import Scorer, figures_of, read
from assistant.models.windows import padded

Weights = Mapping[str, NDArray[np.float32]]  # of the encoder, by name


@dataclass(slots=True)
class Run:
    """What a checkpoint holds: where the run stands, its weights, their moving average, the optimiser's state."""

    step: int
    weights: dict[str, Tensor]
    average: dict[str, Tensor]
    optimiser: torch.optim.Optimizer


def open_run(folder: Path, encoder: Weights, schedule: Schedule, device: str) -> Run:
    """The run in ``folder`` from its last checkpoint, or a new one from the encoder's weights."""
    checkpoint = folder / "latest.pt"
    held = torch.load(checkpoint, map_location=device) if checkpoint.exists() else None
    fixed = {name: tensor.to(device) for name, tensor in starting_weights(encoder, schedule.seed).items()}
    weights = {**fixed, **(held["weights"] if held else {})}
    moving = trained(weights)
    for tensor in moving.values():
        tensor.requires_grad_(True)
    plain = [tensor for tensor in moving.values() if tensor.dim() < 2]
    matrices = [tensor for tensor in moving.values() if tensor.dim() > 1]
    groups = [{"params": matrices, "weight_decay": schedule.decay}, {"params": plain, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=schedule.peak, fused=True)
    if held:
        optimiser.load_state_dict(held["optimiser"])
    average = held["average"] if held else {name: tensor.detach().clone() for name, tensor in moving.items()}
    return Run(held["step"] if held else 0, weights, average, optimiser)


def save_run(folder: Path, run: Run, schedule: Schedule) -> None:
    """Write the checkpoint, whole or not at all, and beside it the averaged weights alone as ``reader.pt``."""
    weights = {name: tensor.detach() for name, tensor in trained(run.weights).items()}
    state = {"step": run.step, "weights": weights, "average": run.average, "optimiser": run.optimiser.state_dict()}
    for name, content in (("latest", {**state, "schedule": asdict(schedule)}), ("reader", run.average)):
        partial = folder / f"{name}.partial"
        torch.save(content, partial)
        partial.replace(folder / f"{name}.pt")


class Trainer:
    """Trains ``run`` on a table of windows and watches it on questions of the development articles."""

    def __init__(self, folder: Path, table: WindowTable, schedule: Schedule, encoder: Weights, device: str) -> None:
        self.folder, self.table, self.schedule, self.device = folder, table, schedule, device
        self.run = open_run(folder, encoder, schedule, device)
        self._lengths = np.diff(table.bounds).tolist()
        self._per_epoch = len(epoch_batches(self._lengths, schedule.batch_tokens, schedule.seed))
        self.steps = math.ceil(schedule.epochs * self._per_epoch)

    def log(self, **line: object) -> None:
        """Add a line of JSON to ``log.jsonl``."""
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"at": time.strftime("%H:%M:%S"), "step": self.run.step, **line}) + "\n")

    def batches(self) -> Iterator[list[int]]:
        """The batches still to come, from the run's step to the last."""
        while self.run.step < self.steps:
            epoch, done = divmod(self.run.step, self._per_epoch)
            order = epoch_batches(self._lengths, self.schedule.batch_tokens, self.schedule.seed + epoch)
            # Epochs differ by a batch or so; the plan counts each as long as the first.
            order = (order + order[: self._per_epoch])[: self._per_epoch]
            yield from order[done : done + self.steps - self.run.step]

    def train(self, *, save_every: float, watch_every: float, questions: list[Question], tokenizer: Tokenizer) -> None:
        """Learn to the end of the plan; save and watch every so many seconds, and at the end."""
        self.log(event="start", steps=self.steps, windows=len(self.table.marks), **asdict(self.schedule))
        saved = watched = told = time.monotonic()
        tokens, losses = 0, []
        for batch in self.batches():
            losses.append(self.learn(batch))
            tokens += sum(self._lengths[place] for place in batch)
            now = time.monotonic()
            if self.run.step % 100 == 0:
                rate = self.schedule.rate(self.run.step, self.steps)
                self.log(
                    loss=round(float(np.mean(losses)), 4), rate=f"{rate:.2e}", tokens_s=round(tokens / (now - told))
                )
                tokens, losses, told = 0, [], now
            if now - saved > save_every or self.run.step == self.steps:
                save_run(self.folder, self.run, self.schedule)
                saved = time.monotonic()
            if now - watched > watch_every or self.run.step == self.steps:
                self.log(event="dev", **self.watch(questions, tokenizer))
                watched = told = time.monotonic()
                tokens = 0

    def learn(self, batch: list[int]) -> float:
        """One step on the windows of ``batch``; its loss."""
        ids, mask = padded([self._window(place) for place in batch])
        marks = torch.from_numpy(self.table.marks[batch].astype(np.int64)).to(self.device)
        torch.manual_seed(self.schedule.seed * 1_000_003 + self.run.step)
        for group in self.run.optimiser.param_groups:
            group["lr"] = self.schedule.rate(self.run.step, self.steps)
        cut, there = torch.from_numpy(ids).to(self.device), torch.from_numpy(mask).to(self.device)
        with halved(self.device):
            scored = scores(self.run.weights, cut, there, self.schedule.dropout)
        lost = loss(scored, there, marks)
        lost.backward()
        moving = list(trained(self.run.weights).values())
        torch.nn.utils.clip_grad_norm_(moving, 1.0)
        self.run.optimiser.step()
        self.run.optimiser.zero_grad()
        self.run.step += 1
        self._follow(moving)
        return float(lost.detach())

    def _window(self, place: int) -> NDArray[np.int32]:
        begin, stop = self.table.bounds[place : place + 2]
        return self.table.ids[begin:stop].astype(np.int32)

    def _follow(self, moving: list[Tensor]) -> None:
        """Draw the average towards the weights; every fourth step is enough."""
        if self.run.step % 4:
            return
        keep = min(self.schedule.average, (1 + self.run.step) / (40 + self.run.step)) ** 4
        with torch.no_grad():
            torch._foreach_lerp_(list(self.run.average.values()), moving, 1 - keep)

    def watch(self, questions: list[Question], tokenizer: Tokenizer) -> dict[str, Any]:
        """The figures of the averaged weights on ``questions``, and the AUROC of either opinion alone."""
        scorer = torch_scorer({**self.run.weights, **self.run.average}, self.device)
        return figures_of(read(questions, tokenizer, scorer))


def halved(device: str) -> torch.autocast:
    """Products in bfloat16, on processors that have it; elsewhere imitating it takes thirty times as long."""
    kind = device.split(":", maxsplit=1)[0]
    able = kind != "cpu" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.autocast(kind, torch.bfloat16, enabled=able)


def torch_scorer(weights: dict[str, Tensor], device: str) -> Scorer:
    """A reader of ``weights``."""

    def scorer(ids: NDArray[np.int32], mask: NDArray[np.int32]) -> NDArray[np.float32]:
        cut, there = torch.from_numpy(ids).to(device), torch.from_numpy(mask).to(device)
        with torch.inference_mode(), halved(device):
            found: NDArray[np.float32] = scores(weights, cut, there).float().cpu().numpy()
        return found

    return scorer
