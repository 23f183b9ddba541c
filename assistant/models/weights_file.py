"""Reading a safetensors file: a JSON header with each tensor's place, then the numbers."""

from __future__ import annotations

import json
import struct

import numpy as np
from numpy.typing import NDArray


def read_float_tensors(data: bytes) -> dict[str, NDArray[np.float32]]:
    """The float32 tensors of a safetensors file by name; others are left out."""
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, end = entry["data_offsets"]
        numbers = np.frombuffer(data, "<f4", (end - start) // 4, 8 + length + start)
        tensors[name] = numbers.reshape(entry["shape"])
    return tensors
